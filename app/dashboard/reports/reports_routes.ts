import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const SalesReportController = () => import('#dashboard/reports/sales_report_controller')
const CashDaysController = () => import('#dashboard/reports/cash_days_controller')
const SettlementController = () => import('#dashboard/reports/settlement_controller')
const AccountantExportController = () => import('#dashboard/reports/accountant_export_controller')

const CASH_DAY = '/cash/:day/:cashier'

router
  .group(() => {
    router.get('/', [SalesReportController, 'index']).as('reports.index')
    router.get('/cash', [CashDaysController, 'index']).as('reports.cash')
    router.get(CASH_DAY, [CashDaysController, 'show']).as('reports.cash_day')
    router.post(CASH_DAY, [CashDaysController, 'close']).as('reports.cash_day.close')
    router
      .post(`${CASH_DAY}/confirm`, [CashDaysController, 'confirm'])
      .as('reports.cash_day.confirm')
    router.get(`${CASH_DAY}/sheet.pdf`, [CashDaysController, 'print']).as('reports.cash_day.print')
    router.get('/gateways', [SettlementController, 'index']).as('reports.gateways')
    router.post('/gateways/compare', [SettlementController, 'match']).as('reports.gateways.match')
    router.get('/export', [AccountantExportController, 'show']).as('reports.export')
    router.get('/money.csv', [AccountantExportController, 'download']).as('reports.money')
  })
  .prefix('/dashboard/reports')
  .domain(`:tenant.${appUrl.hostname}`)
  .use([middleware.tenant(), middleware.operator()])
  .where('cashier', rowId)
