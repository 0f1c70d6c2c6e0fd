import type { VirtualClock } from '../clock.js'
import { canonicalMac } from '../menus/argument_values.js'
import type { Menus } from '../menus/menus.js'
import type { NasClient } from '../radius/nas_client.js'
import { chapResponse } from '../radius/passwords.js'
import { Accounting } from './accounting.js'
import { Authenticator, type Credentials } from './authenticator.js'
import type { Host } from './host.js'
import { Hosts } from './hosts.js'
import { inProgress, LoginError, notYourMac, tooManySessions } from './login_error.js'
import {
  CAUSE,
  type LoginMethod,
  type Octets,
  type Session,
  type TerminateCause,
} from './session.js'
import { Sessions } from './sessions.js'
import { loginMethods, serverProfile, userProfile } from './settings.js'

export interface HotspotOptions {
  menus: Menus
  clock: VirtualClock
  address: string
  client: NasClient
  log: (topics: string, message: string) => void
}

/** What became of some traffic. */
export interface Passage extends Octets {
  /** The session ended with it, for this cause. */
  ended: TerminateCause | undefined
  /** Nothing passed, because the host is not authorised. */
  blocked: boolean
}

/** The hotspot service: hosts, logins, sessions, traffic. */
export class Hotspot {
  readonly hosts: Hosts
  readonly sessions: Sessions
  readonly accounting: Accounting
  readonly #authenticator: Authenticator
  readonly #macAttempts = new Map<string, Promise<void>>()

  constructor(private readonly options: HotspotOptions) {
    this.hosts = new Hosts(options.menus, options.clock)
    this.accounting = new Accounting(options)
    this.#authenticator = new Authenticator(options)
    this.sessions = new Sessions({
      ...options,
      hosts: this.hosts,
      accounting: this.accounting,
    })
  }

  /** Logs a host in. Throws LoginError. */
  async login(host: Host, credentials: Credentials, method: LoginMethod): Promise<Session> {
    if (host.session !== undefined || host.authorising) throw inProgress()
    host.authorising = true
    try {
      return await this.#admit(host, credentials, method)
    } catch (error) {
      if (error instanceof LoginError) {
        host.lastError = error.shown
        this.options.log(
          'hotspot,info,debug',
          `${credentials.user} (${host.address}): login failed: ${error.shown}`
        )
      }
      throw error
    } finally {
      host.authorising = false
    }
  }

  async #admit(host: Host, credentials: Credentials, method: LoginMethod): Promise<Session> {
    const { user } = credentials
    const mac = canonicalMac(user)
    if (mac !== undefined && mac !== host.mac) throw notYourMac(user)
    const number = this.sessions.nextNumber()
    const admission = await this.#authenticator.admit(host, credentials, number)
    const profile = userProfile(this.options.menus, admission.grant.profile)
    const shared = admission.grant.sharedUsers ?? Number(profile['shared-users'] ?? 1)
    if (this.sessions.countOf(user) >= (Number.isNaN(shared) ? Infinity : shared))
      throw tooManySessions(user)
    return this.sessions.open(host, user, method, number, admission)
  }

  /** MAC authentication, tried once when an unauthorised host first sends something. */
  async firstTraffic(host: Host): Promise<void> {
    if (host.session !== undefined || host.macAttempt !== 'untried') return
    if (!loginMethods(this.options.menus).has('mac')) return
    const pending = this.#macAttempts.get(host.mac) ?? this.#tryMac(host)
    this.#macAttempts.set(host.mac, pending)
    await pending.finally(() => this.#macAttempts.delete(host.mac))
  }

  async #tryMac(host: Host): Promise<void> {
    if (host.authorising) return
    try {
      await this.login(host, { user: host.mac, proof: this.#macProof(host) }, 'mac')
    } catch (error) {
      if (!(error instanceof LoginError)) throw error
      // a silent server is asked again with the next traffic; a refusal stands while the host does
      if (error.message !== 'RADIUS server is not responding') host.macAttempt = 'refused'
      host.lastError = ''
    }
  }

  #macProof(host: Host): Credentials['proof'] {
    const profile = serverProfile(this.options.menus)
    const both = profile['mac-auth-mode'] === 'mac-as-username-and-password'
    return this.proofOf(host, both ? host.mac : (profile['mac-auth-password'] ?? ''))
  }

  /** A password the router itself knows goes as PAP when allowed, else as CHAP. */
  proofOf(host: Host, password: string): Credentials['proof'] {
    const methods = loginMethods(this.options.menus)
    if (methods.has('http-pap') || !methods.has('http-chap')) return { password }
    const chap = host.renewChap()
    return { chap, response: chapResponse(chap.id, password, chap.challenge) }
  }

  /** Counts traffic of an authorised host; ends the session when a limit is hit. */
  pass(host: Host, wanted: Octets): Passage {
    const { session } = host
    const now = this.options.clock.now()
    if (session === undefined) return { up: 0n, down: 0n, ended: undefined, blocked: true }
    if ((session.deadline ?? Infinity) <= now) this.sessions.tick(now)
    if (session.ended !== undefined)
      return { up: 0n, down: 0n, ended: session.ended, blocked: true }
    const passed = session.spend(wanted, now)
    host.bytesIn += passed.up
    host.bytesOut += passed.down
    host.lastSeenAt = now
    if (session.limitReached) this.sessions.end(session, CAUSE.sessionTimeout)
    return { ...passed, ended: session.ended, blocked: false }
  }

  /** Takes a host off the list, its session with it. */
  remove(host: Host): void {
    if (host.session !== undefined) this.sessions.end(host.session, CAUSE.adminReset)
    this.hosts.forget(host)
  }

  tick(): void {
    const now = this.options.clock.now()
    this.sessions.tick(now)
    this.hosts.tick(now)
  }

  reboot(): void {
    this.sessions.reboot()
    this.hosts.clear()
    this.accounting.on('00000000', this.options.clock.now())
  }
}
