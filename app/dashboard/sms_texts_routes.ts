import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const SmsTextsController = () => import('#dashboard/sms_texts/sms_texts_controller')
const SmsRulesController = () => import('#dashboard/sms_texts/sms_rules_controller')

router
  .group(() => {
    router.get('/sms-texts', [SmsTextsController, 'index']).as('sms_texts.index')
    router.get('/sms-texts/:event', [SmsTextsController, 'edit']).as('sms_texts.edit')
    router.post('/sms-texts/:event', [SmsTextsController, 'store']).as('sms_texts.store')
    router.post('/sms-texts/:event/reset', [SmsTextsController, 'reset']).as('sms_texts.reset')
    router.post('/sms-quiet-hours', [SmsRulesController, 'quiet']).as('sms_rules.quiet')
    router.post('/sms-prices', [SmsRulesController, 'prices']).as('sms_rules.prices')
  })
  .prefix('/dashboard/settings')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('event', /^[a-z_]{1,40}$/)
