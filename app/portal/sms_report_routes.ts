import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'

const SmsReportController = () => import('#portal/controllers/sms_report_controller')

router
  .route('/sms-reports/:token', ['GET', 'POST'], [SmsReportController, 'handle'])
  .as('sms_report')
  .domain(`:tenant.${appUrl.hostname}`)
  .use(middleware.tenant())
