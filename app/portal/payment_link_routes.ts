import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const PaymentController = () => import('#portal/controllers/payment_controller')
const PaymentLinkController = () => import('#portal/controllers/payment_link_controller')

/** A payment that is gone on with elsewhere: asked for from its page, opened from an SMS. */
router
  .group(() => {
    router
      .post('/portal/:pass/payments/:reference/link', [PaymentController, 'sendLink'])
      .as('portal.payment.link')
    router.get('/pay/:token', [PaymentLinkController, 'show']).as('portal.payment_link')
    router.post('/pay/:token', [PaymentLinkController, 'go']).as('portal.payment_link.go')
  })
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())
