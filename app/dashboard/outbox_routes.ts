import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const OutboxController = () => import('#dashboard/controllers/outbox_controller')
const RouterAccessController = () => import('#dashboard/controllers/router_access_controller')

router
  .group(() => {
    router.get('/outbox', [OutboxController, 'index']).as('outbox.index')
    router.post('/outbox/retry', [OutboxController, 'retryAll']).as('outbox.retry_all')
    router.post('/outbox/dismiss', [OutboxController, 'dismissAll']).as('outbox.dismiss_all')
    router.post('/outbox/:id/retry', [OutboxController, 'retry']).as('outbox.retry')
    router.post('/outbox/:id/dismiss', [OutboxController, 'dismiss']).as('outbox.dismiss')

    router.post('/routers/:id/secret', [RouterAccessController, 'secret']).as('routers.secret')
    router
      .post('/routers/:id/certificate', [RouterAccessController, 'certificate'])
      .as('routers.certificate')
  })
  .prefix('/dashboard')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
