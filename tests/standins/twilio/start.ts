import { AccountBook } from '../sms/accounts.js'
import { addSmsControlRoutes, SmsControl } from '../sms/control.js'
import { Outbox } from '../sms/outbox.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import { TwilioAccount, type TwilioAccountOptions } from './accounts.js'
import { addApiRoutes } from './api_routes.js'
import { refusedWith } from './refusals.js'
import { statusCallback } from './status_callback.js'
import { twilioFaults } from './faults.js'

export interface TwilioOptions extends SmsStandInOptions {
  accounts?: TwilioAccountOptions[]
}

export type RunningTwilio = RunningSms<SmsControl<TwilioAccountOptions, TwilioAccount>>

/** Starts a Twilio; its base URL is what `TWILIO_BASE_URL` is set to, without the API version. */
export function startTwilio(options: TwilioOptions = {}): Promise<RunningTwilio> {
  return startSmsStandIn(options, {
    faults: twilioFaults,
    notFound: () => refusedWith(20404),
    open(parts) {
      const accounts = new AccountBook(
        (each: TwilioAccountOptions) => new TwilioAccount(each),
        options.accounts
      )
      const outbox = new Outbox(parts.inbox)
      const control = new SmsControl(parts, {
        accounts,
        outbox,
        report: (delivery) => statusCallback(delivery, accounts.find(delivery.message.account)),
      })
      addApiRoutes(parts.routes, { accounts, outbox, clock: parts.clock })
      addSmsControlRoutes(parts, control)
      return control
    },
  })
}
