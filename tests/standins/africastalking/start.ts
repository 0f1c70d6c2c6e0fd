import { text } from '../kit/reply.js'
import { AccountBook } from '../sms/accounts.js'
import { addSmsControlRoutes, SmsControl } from '../sms/control.js'
import { Outbox } from '../sms/outbox.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import { AtAccount, type AtAccountOptions } from './accounts.js'
import { addApiRoutes } from './api_routes.js'
import { deliveryReport } from './delivery_report.js'
import { africasTalkingFaults } from './faults.js'

export interface AfricasTalkingOptions extends SmsStandInOptions {
  accounts?: AtAccountOptions[]
}

export type RunningAfricasTalking = RunningSms<SmsControl<AtAccountOptions, AtAccount>>

/** Starts an Africa's Talking; its base URL is what `AFRICASTALKING_BASE_URL` is set to. */
export function startAfricasTalking(
  options: AfricasTalkingOptions = {}
): Promise<RunningAfricasTalking> {
  return startSmsStandIn(options, {
    faults: africasTalkingFaults,
    notFound: () => text('The requested resource could not be found.', 404),
    open(parts) {
      const accounts = new AccountBook(
        (each: AtAccountOptions) => new AtAccount(each),
        options.accounts
      )
      const outbox = new Outbox(parts.inbox)
      const control = new SmsControl(parts, {
        accounts,
        outbox,
        report: (delivery) => deliveryReport(delivery, accounts.find(delivery.message.account)),
      })
      addApiRoutes(parts.routes, accounts, outbox)
      addSmsControlRoutes(parts, control)
      return control
    },
  })
}
