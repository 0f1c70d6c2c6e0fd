import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { smsGatewayDrivers } from '#messaging/gateways/registry'
import { middleware } from '#start/kernel'

const SmsSettingsController = () => import('#dashboard/sms_settings/sms_settings_controller')
const SmsActsController = () => import('#dashboard/sms_settings/sms_acts_controller')
const SmsGuardController = () => import('#dashboard/sms_settings/sms_guard_controller')

/** The ISP's accounts at SMS providers; a name of none leads nowhere. */
router
  .group(() => {
    router.get('/', [SmsSettingsController, 'index']).as('sms_settings')
    router.get('/guard', [SmsGuardController, 'show']).as('sms_guard')
    router.post('/guard', [SmsGuardController, 'update']).as('sms_guard.update')
    router.post('/guard/lift', [SmsGuardController, 'lift']).as('sms_guard.lift')

    router.get('/:provider', [SmsSettingsController, 'edit']).as('sms_account')
    router.post('/:provider', [SmsSettingsController, 'store']).as('sms_account.store')
    router.post('/:provider/move', [SmsActsController, 'move']).as('sms_account.move')
    router.post('/:provider/test', [SmsActsController, 'test']).as('sms_account.test')
    router.post('/:provider/balance', [SmsActsController, 'balance']).as('sms_account.balance')
    router.post('/:provider/disconnect', [SmsActsController, 'disconnect']).as('sms_account.leave')
  })
  .prefix('/dashboard/settings/sms')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('provider', new RegExp(`^(${smsGatewayDrivers.map(({ name }) => name).join('|')})$`))
