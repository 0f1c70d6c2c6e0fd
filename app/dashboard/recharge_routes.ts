import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const RechargeController = () => import('#dashboard/controllers/recharge_controller')
const CashPaymentController = () => import('#dashboard/controllers/cash_payment_controller')
const RulesController = () => import('#dashboard/controllers/rules_controller')

router
  .group(() => {
    router.get('/customers/:id/recharge', [RechargeController, 'show']).as('recharge.show')
    router.post('/customers/:id/recharge', [RechargeController, 'store']).as('recharge.store')
    router.get('/recharges/:id', [CashPaymentController, 'show']).as('recharges.show')
    router.post('/recharges/:id/undo', [CashPaymentController, 'undo']).as('recharges.undo')
    router.get('/settings/rules', [RulesController, 'edit']).as('rules.edit')
    router.post('/settings/rules', [RulesController, 'update']).as('rules.update')
  })
  .prefix('/dashboard')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('id', rowId)
