import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { paymentGatewayDrivers } from '#payments/gateways/registry'
import { middleware } from '#start/kernel'

const PaymentGatewayController = () =>
  import('#dashboard/payment_gateways/payment_gateway_controller')
const GatewayActsController = () => import('#dashboard/payment_gateways/gateway_acts_controller')

/** The ISP's accounts at payment gateways; a name of none leads nowhere. */
router
  .group(() => {
    router.get('/', [PaymentGatewayController, 'edit']).as('payment_gateway')
    router.post('/', [PaymentGatewayController, 'store']).as('payment_gateway.store')
    router.post('/check', [GatewayActsController, 'check']).as('payment_gateway.check')
    router.post('/move', [GatewayActsController, 'move']).as('payment_gateway.move')
    router.post('/notices', [GatewayActsController, 'notices']).as('payment_gateway.notices')
    router.post('/disconnect', [GatewayActsController, 'disconnect']).as('payment_gateway.leave')
  })
  .prefix('/dashboard/settings/gateways/payment/:provider')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('provider', new RegExp(`^(${paymentGatewayDrivers.map(({ name }) => name).join('|')})$`))
