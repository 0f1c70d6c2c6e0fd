import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { RECEIPT_FILE } from '#payments/receipts/receipt_download'
import { middleware } from '#start/kernel'

const ChangeController = () => import('#dashboard/plan/change_controller')
const InvoicesController = () => import('#dashboard/plan/invoices_controller')
const PayerController = () => import('#dashboard/plan/payer_controller')
const PlanController = () => import('#dashboard/plan/plan_controller')
const SubscribeController = () => import('#dashboard/plan/subscribe_controller')

/** What the ISP pays us; open to its owner in every state that can sign in. */
router
  .group(() => {
    router.get('/', [PlanController, 'show']).as('plan.show')
    router.post('/subscribe', [SubscribeController, 'store']).as('plan.subscribe')
    router.post('/invoice', [InvoicesController, 'store']).as('plan.invoice')
    router.get('/invoices/:file', [InvoicesController, 'show']).as('plan.invoice.show')
    router.post('/payer', [PayerController, 'update']).as('plan.payer')
    router.get('/return', [SubscribeController, 'back']).as('plan.return')
    router.get('/change', [ChangeController, 'show']).as('plan.change')
    router.post('/change', [ChangeController, 'store']).as('plan.change.store')
    router.post('/cancel', [ChangeController, 'cancel']).as('plan.cancel')
    router.post('/resume', [ChangeController, 'resume']).as('plan.resume')
    router.post('/portal', [SubscribeController, 'portal']).as('plan.portal')
  })
  .prefix('/dashboard/settings/plan')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('file', RECEIPT_FILE)
