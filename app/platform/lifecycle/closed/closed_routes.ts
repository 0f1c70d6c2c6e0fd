import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const ClosedController = () => import('#platform/lifecycle/closed/closed_controller')

/** On the platform's host, since a closed ISP's own answers nobody. */
router
  .group(() => {
    router.get('/', [ClosedController, 'show']).as('closed')
    router.get('/export.zip', [ClosedController, 'export']).as('closed.export')
    router.post('/reopen', [ClosedController, 'reopen']).as('closed.reopen')
  })
  .prefix('/closed/:slug')
  .domain(appUrl.hostname)
  .use(middleware.account())
