import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { RECEIPT_FILE } from '#payments/receipts/receipt_download'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const PaymentsController = () => import('#dashboard/controllers/payments_controller')
const ReceiptsController = () => import('#dashboard/controllers/receipts_controller')

router
  .group(() => {
    router.get('/receipts', [ReceiptsController, 'index']).as('receipts.index')
    router.get('/receipts.csv', [ReceiptsController, 'export']).as('receipts.export')
    router.get('/payments.csv', [PaymentsController, 'export']).as('payments.export')
    router.get('/receipts/:file', [ReceiptsController, 'show']).as('receipts.show')
    router
      .get('/payments/:id/receipt.pdf', [ReceiptsController, 'ofIntent'])
      .as('receipts.of_intent')
  })
  .prefix('/dashboard')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('file', RECEIPT_FILE)
  .where('id', rowId)
