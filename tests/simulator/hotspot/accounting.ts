import type { Attribute } from '../radius/attributes.js'
import { CODE } from '../radius/dictionary.js'
import type { NasClient } from '../radius/nas_client.js'
import { accountingServers } from '../radius/servers.js'
import { stationAttributes, type StationContext } from './identity.js'
import { serverProfile } from './settings.js'
import type { Session } from './session.js'

/** Acct-Status-Type, RFC 2866 §5.1. */
const STATUS = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const
const AUTHENTIC_RADIUS = 1
const GIGAWORD = 1n << 32n

export interface AccountingOptions extends StationContext {
  client: NasClient
  log: (topics: string, message: string) => void
}

/** Accounting-Requests, each session's in order, one after the other. */
export class Accounting {
  readonly #queues = new Map<string, Promise<void>>()

  constructor(private readonly options: AccountingOptions) {}

  start(session: Session, now: number): void {
    this.#report(session, STATUS.start, now, [])
  }

  interim(session: Session, now: number): void {
    this.#report(session, STATUS.interim, now, counters(session, now))
  }

  stop(session: Session, now: number): void {
    const cause: Attribute[] = [['Acct-Terminate-Cause', session.ended ?? 0]]
    this.#report(session, STATUS.stop, now, [...counters(session, now), ...cause])
  }

  /** Accounting-On: the router has started and knows no sessions. */
  on(sessionId: string, now: number): void {
    const { menus, address } = this.options
    this.#enqueue('router', 'accounting-on', [
      ['Acct-Status-Type', STATUS.on],
      ['Acct-Session-Id', sessionId],
      ['NAS-Identifier', menus.settings('/system/identity')['name'] ?? ''],
      ['NAS-IP-Address', address],
      ['Event-Timestamp', Math.floor(now / 1000)],
      ['Acct-Delay-Time', 0],
    ])
  }

  /** Resolves when everything reported so far was answered or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.#queues.values())
  }

  #report(session: Session, status: number, now: number, extra: Attribute[]): void {
    if (!session.radius || serverProfile(this.options.menus)['radius-accounting'] === 'false')
      return
    this.#enqueue(session.sessionId, `accounting ${status} of ${session.user}`, [
      ['Acct-Status-Type', status],
      ...stationAttributes(this.options, session.host, session.user, session.number),
      ['Acct-Authentic', AUTHENTIC_RADIUS],
      ...session.grant.classes.map((octets): Attribute => ['Class', octets]),
      ...extra,
      ['Event-Timestamp', Math.floor(now / 1000)],
      ['Acct-Delay-Time', 0],
    ])
  }

  #enqueue(queue: string, what: string, attributes: Attribute[]): void {
    const before = this.#queues.get(queue) ?? Promise.resolve()
    const after = before.then(() => this.#send(what, attributes))
    this.#queues.set(queue, after)
    void after.finally(() => {
      if (this.#queues.get(queue) === after) this.#queues.delete(queue)
    })
  }

  async #send(what: string, attributes: Attribute[]): Promise<void> {
    const { client, menus, log } = this.options
    for (const server of accountingServers(menus)) {
      const reply = await client.exchange(server, CODE.accountingRequest, () => attributes)
      if (reply !== undefined) return
      log('radius,error', `${what}: RADIUS server ${server.address} is not responding`)
    }
  }
}

/** Input is what the router received from the client (facts §1, "Accounting direction"). */
function counters(session: Session, now: number): Attribute[] {
  const { up, down } = session.used
  const packets = (octets: bigint) => Number((octets / 1000n) % GIGAWORD)
  return [
    ['Acct-Session-Time', session.secondsAt(now)],
    ['Acct-Input-Octets', Number(up % GIGAWORD)],
    ['Acct-Input-Gigawords', Number(up / GIGAWORD)],
    ['Acct-Input-Packets', packets(up)],
    ['Acct-Output-Octets', Number(down % GIGAWORD)],
    ['Acct-Output-Gigawords', Number(down / GIGAWORD)],
    ['Acct-Output-Packets', packets(down)],
  ]
}
