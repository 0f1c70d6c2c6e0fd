import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const RefundsController = () => import('#dashboard/controllers/refunds_controller')
const RefundDecisionsController = () => import('#dashboard/controllers/refund_decisions_controller')
const PaymentReviewsController = () => import('#dashboard/controllers/payment_reviews_controller')

router
  .group(() => {
    router.get('/payments/:id/refund', [RefundsController, 'show']).as('payments.refund')
    router.post('/payments/:id/refund', [RefundsController, 'store']).as('payments.refund.store')
    router.get('/recharges/:id/refund', [RefundsController, 'show']).as('recharges.refund')
    router.post('/recharges/:id/refund', [RefundsController, 'store']).as('recharges.refund.store')
    router.post('/refunds/:id/ask', [RefundDecisionsController, 'ask']).as('refunds.ask')
    router.post('/refunds/:id/decide', [RefundDecisionsController, 'decide']).as('refunds.decide')
    router.post('/payments/:id/accept', [PaymentReviewsController, 'accept']).as('payments.accept')
    router.post('/payments/:id/refuse', [PaymentReviewsController, 'refuse']).as('payments.refuse')
  })
  .prefix('/dashboard')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
