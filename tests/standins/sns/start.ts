import { AccountBook } from '../sms/accounts.js'
import { addSmsControlRoutes, SmsControl } from '../sms/control.js'
import { Outbox } from '../sms/outbox.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import { SnsAccount, type SnsAccountOptions } from './accounts.js'
import { addApiRoutes } from './api_routes.js'
import { snsFaults } from './faults.js'
import { errorReply } from './xml.js'

export interface SnsOptions extends SmsStandInOptions {
  accounts?: SnsAccountOptions[]
}

export type RunningSns = RunningSms<SmsControl<SnsAccountOptions, SnsAccount>>

/** Starts an AWS SNS; its base URL, which serves every region, is what `SNS_BASE_URL` is set to. */
export function startSns(options: SnsOptions = {}): Promise<RunningSns> {
  return startSmsStandIn(options, {
    faults: snsFaults,
    notFound: () => errorReply(404, 'InvalidAction', 'There is nothing at this path'),
    open(parts) {
      const accounts = new AccountBook(
        (each: SnsAccountOptions) => new SnsAccount(each),
        options.accounts
      )
      const outbox = new Outbox(parts.inbox)
      // Deliveries go to CloudWatch's logs and to nobody's callback.
      const control = new SmsControl(parts, { accounts, outbox, report: () => null })
      addApiRoutes(parts.routes, { accounts, outbox, clock: parts.clock })
      addSmsControlRoutes(parts, control)
      return control
    },
  })
}
