import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { COMPANY_PAGE } from '#dashboard/company/company_page'

const CompanyController = () => import('#dashboard/company/company_controller')

/** The ISP's data and its end; open to its owner in every state that can sign in. */
router
  .group(() => {
    router.get('/', [CompanyController, 'show']).as('company')
    router.get('/export.zip', [CompanyController, 'export']).as('company.export')
    router.post('/close', [CompanyController, 'close']).as('company.close')
  })
  .prefix(COMPANY_PAGE)
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
