import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const PortalTextsController = () => import('#dashboard/portal_texts/portal_texts_controller')

router
  .group(() => {
    router.get('/', [PortalTextsController, 'edit']).as('portal_texts')
    router.post('/', [PortalTextsController, 'update']).as('portal_texts.update')
  })
  .prefix('/dashboard/settings/portal')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
