import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const MessagesController = () => import('#dashboard/controllers/messages_controller')

router
  .group(() => {
    router.get('/messages.csv', [MessagesController, 'export']).as('messages.export')
    router.get('/messages/:id', [MessagesController, 'show']).as('messages.show')
    router.post('/messages/:id/resend', [MessagesController, 'resend']).as('messages.resend')
  })
  .prefix('/dashboard')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
