import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const PaymentWindowController = () => import('#portal/controllers/payment_window_controller')

router
  .group(() => {
    router
      .get('/portal/:pass/payment-window', [PaymentWindowController, 'show'])
      .as('portal.payment_window')
    router
      .post('/portal/:pass/payment-window', [PaymentWindowController, 'open'])
      .as('portal.payment_window.open')
  })
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())
