import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'
import { middleware } from '#start/kernel'
import { rowId } from '#tenancy/http/row_id'

const AbuseController = () => import('#admin/abuse/abuse_controller')
const AccessController = () => import('#admin/access/access_controller')
const BillingEventController = () => import('#admin/billing/billing_event_controller')
const BillingEventsController = () => import('#admin/billing/billing_events_controller')
const CodeBlocksController = () => import('#admin/abuse/code_blocks_controller')
const DeadJobsController = () => import('#admin/queues/dead_jobs_controller')
const RevenueController = () => import('#admin/revenue/revenue_controller')
const QueuesController = () => import('#admin/queues/queues_controller')
const RadiusClientsController = () => import('#admin/radius/radius_clients_controller')
const SchemasController = () => import('#admin/schemas/schemas_controller')
const SettleController = () => import('#admin/billing/settle_controller')
const SupportController = () => import('#admin/support/support_controller')
const TenantsController = () => import('#admin/tenants/tenants_controller')
const TenantDataController = () => import('#admin/tenants/tenant_data_controller')
const TenantActsController = () => import('#admin/tenants/tenant_acts_controller')
const VoidController = () => import('#admin/billing/void_controller')

/** pg-boss names its jobs so, and Stripe its events. */
const jobId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const eventId = /^evt_\w{1,100}$/

router
  .group(() => {
    router.get('/', [TenantsController, 'index']).as('admin.tenants')
    router.get('/tenants.csv', [TenantsController, 'export']).as('admin.tenants.export')
    router.get('/tenants/:id', [TenantsController, 'show']).as('admin.tenant')
    router.post('/tenants/:id/status', [TenantActsController, 'status']).as('admin.tenant.status')
    router.post('/tenants/:id/close', [TenantActsController, 'close']).as('admin.tenant.close')
    router.post('/tenants/:id/plan', [TenantActsController, 'plan']).as('admin.tenant.plan')
    router.post('/tenants/:id/limits', [TenantActsController, 'limits']).as('admin.tenant.limits')
    router
      .get('/tenants/:id/export.zip', [TenantDataController, 'export'])
      .as('admin.tenant.export')
    router.post('/tenants/:id/erase', [TenantDataController, 'erase']).as('admin.tenant.erase')
    router.post('/tenants/:id/support', [SupportController, 'store']).as('admin.tenant.support')

    router.get('/queues', [QueuesController, 'index']).as('admin.queues')
    router.post('/queues/retry', [DeadJobsController, 'retryAll']).as('admin.queues.retry_all')
    router.post('/queues/:queue/:job/retry', [DeadJobsController, 'retry']).as('admin.queues.retry')
    router
      .post('/queues/:queue/:job/discard', [DeadJobsController, 'discard'])
      .as('admin.queues.discard')

    router.get('/abuse', [AbuseController, 'index']).as('admin.abuse')
    router.post('/tenants/:id/pauses/lift', [AbuseController, 'lift']).as('admin.abuse.lift')
    router.post('/tenants/:id/codes/block', [CodeBlocksController, 'store']).as('admin.abuse.block')
    router
      .post('/tenants/:id/codes/unblock', [CodeBlocksController, 'destroy'])
      .as('admin.abuse.unblock')

    router.get('/schemas', [SchemasController, 'index']).as('admin.schemas')
    router.post('/schemas', [SchemasController, 'upgradeAll']).as('admin.schemas.upgrade_all')
    router.post('/schemas/:id', [SchemasController, 'upgrade']).as('admin.schemas.upgrade')

    router.get('/radius', [RadiusClientsController, 'index']).as('admin.radius')
    router
      .post('/tenants/:id/invoices/:invoice/settle', [SettleController, 'store'])
      .as('admin.tenant.settle')
    router
      .post('/tenants/:id/invoices/:invoice/void', [VoidController, 'store'])
      .as('admin.tenant.void')
    router.get('/revenue', [RevenueController, 'index']).as('admin.revenue')
    router.get('/webhooks', [BillingEventsController, 'index']).as('admin.webhooks')
    router.get('/webhooks/:event', [BillingEventController, 'show']).as('admin.webhook')
    router
      .post('/webhooks/:event/process', [BillingEventController, 'process'])
      .as('admin.webhook.process')
    router.get('/access', [AccessController, 'edit']).as('admin.access')
    router.post('/access', [AccessController, 'update']).as('admin.access.update')
  })
  .prefix('/admin')
  .domain(appUrl.hostname)
  .use(middleware.admin())
  .where('id', rowId)
  .where('invoice', rowId)
  .where('job', jobId)
  .where('event', eventId)
