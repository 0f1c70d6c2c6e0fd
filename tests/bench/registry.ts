import type { Bench } from './bench.js'
import { billingWebhooks } from './benches/billing_webhooks.js'
import { callbackLatency } from './benches/callback_latency.js'
import { callbacks } from './benches/callbacks.js'
import { customersList } from './benches/customers_list.js'
import { customerTimeline } from './benches/customer_timeline.js'
import { loginLatency } from './benches/login_latency.js'
import { paymentToOnline } from './benches/payment_to_online.js'
import { portalPage } from './benches/portal_page.js'
import { radiusAuth, radiusBurst, radiusInterim } from './benches/radius.js'
import { radiusHistory } from './benches/radius_history.js'
import { receiptPdf } from './benches/receipt_pdf.js'
import { reconcile } from './benches/reconcile.js'
import { routerCommands } from './benches/router_commands.js'
import { routerMemory } from './benches/router_memory.js'
import { signup } from './benches/signup.js'
import { smsFailover } from './benches/sms_failover.js'
import { suspensionSweep } from './benches/suspension_sweep.js'
import { tenancyRun } from './benches/tenancy_run.js'
import { tenantLookup } from './benches/tenant_lookup.js'
import { tenantMigrate } from './benches/tenant_migrate.js'
import { tenantProvision } from './benches/tenant_provision.js'

/** Every benchmark, in the order in which `npm run bench` runs them. */
export const benches: readonly Bench[] = [
  radiusAuth,
  radiusBurst,
  radiusInterim,
  radiusHistory,
  tenantProvision,
  tenantMigrate,
  tenancyRun,
  tenantLookup,
  signup,
  paymentToOnline,
  callbacks,
  callbackLatency,
  billingWebhooks,
  reconcile,
  loginLatency,
  routerCommands,
  routerMemory,
  portalPage,
  customersList,
  customerTimeline,
  receiptPdf,
  smsFailover,
  suspensionSweep,
]
