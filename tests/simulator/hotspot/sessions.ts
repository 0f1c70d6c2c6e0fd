import type { VirtualClock } from '../clock.js'
import type { Menus } from '../menus/menus.js'
import type { Accounting } from './accounting.js'
import type { Admission } from './authenticator.js'
import type { Grant } from './grant.js'
import type { Host } from './host.js'
import type { Hosts } from './hosts.js'
import { parseRateLimit } from './rate_limit.js'
import { CAUSE, Session, type LoginMethod, type TerminateCause } from './session.js'
import { serverProfile, timeOf, userProfile } from './settings.js'

/** How the log words an end. */
const LOGGED_OUT: Record<TerminateCause, string> = {
  [CAUSE.userRequest]: 'user request',
  [CAUSE.lostService]: 'keepalive timeout',
  [CAUSE.idleTimeout]: 'idle timeout',
  [CAUSE.sessionTimeout]: 'session timeout',
  [CAUSE.adminReset]: 'admin reset',
  [CAUSE.nasReboot]: 'nas reboot',
}

export interface SessionsOptions {
  menus: Menus
  clock: VirtualClock
  hosts: Hosts
  accounting: Accounting
  log: (topics: string, message: string) => void
}

/** Everybody online, and what ends their sessions. */
export class Sessions {
  readonly #active = new Set<Session>()
  readonly #endListeners: ((session: Session) => void)[] = []
  // 0x80f00003: twelve bits that grow with every boot, twenty that count sessions
  #boot = Math.floor(Date.now() / 1000) % 0x7fe
  #count = 0

  constructor(private readonly options: SessionsOptions) {}

  all(): Session[] {
    return [...this.#active]
  }

  onEnd(listener: (session: Session) => void): void {
    this.#endListeners.push(listener)
  }

  /** The number behind Acct-Session-Id and NAS-Port; unique across reboots. */
  nextNumber(): number {
    this.#count++
    return (0x800 + this.#boot) * 0x100000 + this.#count
  }

  countOf(user: string): number {
    return this.all().filter((session) => session.user === user).length
  }

  open(
    host: Host,
    user: string,
    method: LoginMethod,
    number: number,
    admission: Admission
  ): Session {
    const { clock, accounting, log } = this.options
    const grant = this.#completed(admission.grant)
    const start = {
      number,
      host,
      user,
      method,
      radius: admission.radius,
      now: clock.now(),
    }
    const session = new Session(start, grant)
    host.session = session
    host.lastError = ''
    this.#active.add(session)
    log('hotspot,account,info,debug', `${user} (${host.address}): logged in`)
    accounting.start(session, clock.now())
    return session
  }

  /** What RADIUS leaves open, the user profile decides. */
  #completed(grant: Grant): Grant {
    const profile = userProfile(this.options.menus, grant.profile)
    const seconds = (name: string) => {
      const time = timeOf(profile, name)
      return time === undefined ? undefined : time / 1000
    }
    const rate = profile['rate-limit'] ?? ''
    const ownRate = grant.rateLimit === undefined && rate !== ''
    return {
      ...grant,
      sessionTimeout: grant.sessionTimeout ?? seconds('session-timeout'),
      idleTimeout: grant.idleTimeout ?? seconds('idle-timeout'),
      rateLimit: ownRate ? parseRateLimit(rate) : grant.rateLimit,
      rateLimitText: ownRate ? rate : grant.rateLimitText,
    }
  }

  end(session: Session, cause: TerminateCause, at = this.options.clock.now()): void {
    if (session.ended !== undefined) return
    session.ended = cause
    this.#active.delete(session)
    const { host } = session
    host.session = undefined
    host.macAttempt = 'untried'
    const why = session.limitReached ? 'traffic limit reached' : LOGGED_OUT[cause]
    this.options.log(
      'hotspot,account,info,debug',
      `${session.user} (${host.address}): logged out: ${why}`
    )
    this.options.accounting.stop(session, at)
    if (cause === CAUSE.lostService) this.options.hosts.forget(host)
    for (const listener of this.#endListeners) listener(session)
  }

  /** All sessions vanish without a word, as in a power cut. */
  reboot(): void {
    for (const session of this.#active) {
      session.ended = CAUSE.nasReboot
      for (const listener of this.#endListeners) listener(session)
    }
    this.#active.clear()
    this.#boot = (this.#boot + 1) % 0x7ff
    this.#count = 0
  }

  /** Ends what is due and sends the interim updates that are. */
  tick(now: number): void {
    for (const session of this.#active) {
      const presence = this.options.hosts.presenceOf(session.host.mac)
      if (presence.state === 'chatting') session.lastTrafficAt = now
      const due = this.#dueEnd(session, presence.state === 'gone' ? presence.since : undefined)
      if (due !== undefined && due.at <= now) this.end(session, due.cause, due.at)
      else this.#interim(session, now)
    }
  }

  #dueEnd(
    session: Session,
    goneSince: number | undefined
  ): { at: number; cause: TerminateCause } | undefined {
    const { deadline, grant } = session
    const keepalive = timeOf(userProfile(this.options.menus, grant.profile), 'keepalive-timeout')
    const ends: { at: number; cause: TerminateCause }[] = []
    if (deadline !== undefined) ends.push({ at: deadline, cause: CAUSE.sessionTimeout })
    if (grant.idleTimeout !== undefined) {
      ends.push({
        at: session.lastTrafficAt + grant.idleTimeout * 1000,
        cause: CAUSE.idleTimeout,
      })
    }
    if (goneSince !== undefined && keepalive !== undefined) {
      ends.push({ at: goneSince + keepalive, cause: CAUSE.lostService })
    }
    return ends.sort((left, right) => left.at - right.at)[0]
  }

  #interim(session: Session, now: number): void {
    // `received` and 0s both leave the interval to Acct-Interim-Interval
    const fixed = timeOf(serverProfile(this.options.menus), 'radius-interim-update')
    const interval = fixed ?? (session.grant.interimInterval ?? 0) * 1000
    if (interval === 0 || now - session.lastInterimAt < interval) return
    session.lastInterimAt = now
    this.options.accounting.interim(session, now)
  }
}
