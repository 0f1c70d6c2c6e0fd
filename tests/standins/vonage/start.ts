import { html } from '../kit/reply.js'
import { AccountBook } from '../sms/accounts.js'
import { addSmsControlRoutes, SmsControl } from '../sms/control.js'
import { Outbox } from '../sms/outbox.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import { VonageAccount, type VonageAccountOptions } from './accounts.js'
import { addApiRoutes } from './api_routes.js'
import { deliveryReceipt } from './delivery_receipt.js'
import { vonageFaults } from './faults.js'

export interface VonageOptions extends SmsStandInOptions {
  accounts?: VonageAccountOptions[]
}

export type RunningVonage = RunningSms<SmsControl<VonageAccountOptions, VonageAccount>>

/** Starts a Vonage SMS API; its base URL is what `VONAGE_BASE_URL` is set to. */
export function startVonage(options: VonageOptions = {}): Promise<RunningVonage> {
  return startSmsStandIn(options, {
    faults: vonageFaults,
    notFound: () => html('<html><head><title>Not Found</title></head><body>404</body></html>', 404),
    open(parts) {
      const accounts = new AccountBook(
        (each: VonageAccountOptions) => new VonageAccount(each),
        options.accounts
      )
      const outbox = new Outbox(parts.inbox)
      const control = new SmsControl(parts, {
        accounts,
        outbox,
        report: (delivery) =>
          deliveryReceipt(delivery, accounts.find(delivery.message.account), parts.clock),
      })
      addApiRoutes(parts.routes, accounts, outbox)
      addSmsControlRoutes(parts, control)
      return control
    },
  })
}
