import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const CheckoutController = () => import('#portal/controllers/checkout_controller')

router
  .get('/checkout/:reference', [CheckoutController, 'handle'])
  .as('portal.checkout')
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())
