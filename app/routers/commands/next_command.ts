import type { DateTime } from 'luxon'
import type { CommandKind } from '#routers/commands/router_command'
import type RouterCommand from '#routers/commands/router_command'

/** What of a command decides whether it may go. */
export type Waiting = Pick<
  RouterCommand,
  'id' | 'kind' | 'state' | 'notBefore' | 'routerTrouble' | 'subject'
>

/** These end a session by Disconnect, which may work while the API does not. */
const ENDING: readonly CommandKind[] = ['logout', 'disconnect']

export type Next<C> =
  | { turn: 'go'; command: C }
  /** Somebody is at it; his lease ends then. */
  | { turn: 'taken'; until: DateTime }
  /** Nothing may go before then; null when nothing waits. */
  | { turn: 'wait'; until: DateTime | null }

/**
 * Which of a router's open commands, given in order, has its turn. One goes at a time.
 * What was put off holds back what is about the same device, and nothing else, unless
 * the router as a whole was in trouble: then only the end of sessions is still tried,
 * until that is in vain as well.
 */
export function nextCommand<C extends Waiting>(open: readonly C[], now: DateTime): Next<C> {
  const atIt = open.find(({ state, notBefore }) => state === 'running' && notBefore > now)
  if (atIt) return { turn: 'taken', until: atIt.notBefore }

  const troubles = open.filter(({ routerTrouble, notBefore }) => routerTrouble && notBefore > now)
  const allInVain = troubles.some(({ kind }) => ENDING.includes(kind))
  const heldBack = new Set<string>()
  for (const command of open) {
    const lane = command.subject ?? command.kind
    const inVain = troubles.length > 0 && (allInVain || !ENDING.includes(command.kind))
    if (!heldBack.has(lane) && command.notBefore <= now && !inVain) return { turn: 'go', command }
    heldBack.add(lane)
  }
  return {
    turn: 'wait',
    until: earliest(open.map(({ notBefore }) => notBefore).filter((at) => at > now)),
  }
}

function earliest(times: readonly DateTime[]): DateTime | null {
  return times.reduce<DateTime | null>((first, at) => (first && first <= at ? first : at), null)
}
