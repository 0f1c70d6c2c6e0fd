import { AccountBook } from '../sms/accounts.js'
import { addSmsControlRoutes, SmsControl } from '../sms/control.js'
import { Outbox } from '../sms/outbox.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import { InfobipAccount, type InfobipAccountOptions } from './accounts.js'
import { addApiRoutes } from './api_routes.js'
import { deliveryReport } from './delivery_report.js'
import { infobipFaults } from './faults.js'
import { failed } from './refusals.js'

export interface InfobipOptions extends SmsStandInOptions {
  accounts?: InfobipAccountOptions[]
}

export type RunningInfobip = RunningSms<SmsControl<InfobipAccountOptions, InfobipAccount>>

/** Starts an Infobip; its base URL is what `INFOBIP_BASE_URL` is set to. */
export function startInfobip(options: InfobipOptions = {}): Promise<RunningInfobip> {
  return startSmsStandIn(options, {
    faults: infobipFaults,
    notFound: () => failed(404),
    open(parts) {
      const accounts = new AccountBook(
        (each: InfobipAccountOptions) => new InfobipAccount(each),
        options.accounts
      )
      const outbox = new Outbox(parts.inbox)
      const control = new SmsControl(parts, {
        accounts,
        outbox,
        report: (delivery) =>
          deliveryReport(delivery, accounts.find(delivery.message.account), parts.clock),
      })
      addApiRoutes(parts.routes, accounts, outbox)
      addSmsControlRoutes(parts, control)
      return control
    },
  })
}
