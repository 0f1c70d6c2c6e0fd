import type { StandInControl } from '../kit/control.js'
import type { ProviderFaults } from '../kit/faults.js'
import { NoticeBoard } from '../kit/notices.js'
import type { Reply } from '../kit/reply.js'
import {
  startStandIn,
  type RunningStandIn,
  type StandInOptions,
  type StandInParts,
} from '../kit/start.js'
import { Inbox } from '../inbox/inbox.js'
import { addInboxRoutes } from '../inbox/inbox_routes.js'

export interface SmsStandInOptions extends StandInOptions {
  /** Given when several SMS stand-ins share one inbox. */
  inbox?: Inbox
}

/** What a provider is built upon. */
export interface SmsParts extends StandInParts {
  inbox: Inbox
  /** Delivery reports on their way to the customer's server. */
  notices: NoticeBoard
}

export interface SmsProvider<Control extends StandInControl> {
  /** Where its base URL begins, such as `/api`. */
  path?: string
  faults: ProviderFaults
  notFound: () => Reply
  /** Adds the provider's routes and those of its control. */
  open(parts: SmsParts): Control
}

export interface RunningSms<Control extends StandInControl> extends RunningStandIn<Control> {
  inboxUrl: string
}

/** Starts an SMS provider that delivers into an inbox people and tests can read. */
export async function startSmsStandIn<Control extends StandInControl>(
  options: SmsStandInOptions,
  provider: SmsProvider<Control>
): Promise<RunningSms<Control>> {
  const running = await startStandIn(options, {
    ...provider,
    open(parts) {
      const inbox = options.inbox ?? new Inbox(parts.clock)
      const notices = new NoticeBoard()
      const control = provider.open({ ...parts, inbox, notices })
      addInboxRoutes(parts.asideRoutes, inbox)
      return { control, notices }
    },
  })
  return { ...running, inboxUrl: `${running.origin}/inbox` }
}
