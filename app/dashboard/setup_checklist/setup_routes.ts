import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const SetupController = () => import('#dashboard/setup_checklist/setup_controller')

router
  .group(() => {
    router.post('/hide', [SetupController, 'hide']).as('setup.hide')
    router.post('/show', [SetupController, 'show']).as('setup.show')
  })
  .prefix('/dashboard/setup')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
