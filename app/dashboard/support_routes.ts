import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const SupportController = () => import('#dashboard/support/support_controller')

const tenantHost = `:tenant.${appUrl.hostname}`

router
  .group(() => {
    router.get('/support/enter', [SupportController, 'enter']).as('support.enter')
    router.post('/support/leave', [SupportController, 'leave']).as('support.leave')
  })
  .domain(tenantHost)
  .use(middleware.tenant())

router
  .post('/dashboard/support/end', [SupportController, 'end'])
  .as('support.end')
  .domain(tenantHost)
  .use([middleware.tenant(), middleware.operator()])
