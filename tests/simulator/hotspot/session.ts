import type { Grant } from './grant.js'
import type { Host } from './host.js'

/** Acct-Terminate-Cause, RFC 2866 §5.10. */
export const CAUSE = {
  userRequest: 1,
  lostService: 3,
  idleTimeout: 4,
  sessionTimeout: 5,
  adminReset: 6,
  nasReboot: 11,
} as const

export type TerminateCause = (typeof CAUSE)[keyof typeof CAUSE]
export type LoginMethod = 'mac' | 'http-pap' | 'http-chap' | 'api'

export interface Octets {
  up: bigint
  down: bigint
}

interface SessionStart {
  number: number
  host: Host
  user: string
  method: LoginMethod
  radius: boolean
  now: number
}

const ZERO: Octets = { up: 0n, down: 0n }

/** Somebody online: a row of `/ip/hotspot/active`. */
export class Session {
  readonly number: number
  readonly host: Host
  readonly user: string
  readonly method: LoginMethod
  readonly radius: boolean
  readonly startedAt: number
  lastTrafficAt: number
  lastInterimAt: number
  used: Octets = { ...ZERO }
  ended: TerminateCause | undefined

  constructor(
    start: SessionStart,
    public grant: Grant
  ) {
    this.number = start.number
    this.host = start.host
    this.user = start.user
    this.method = start.method
    this.radius = start.radius
    this.startedAt = start.now
    this.lastTrafficAt = start.now
    this.lastInterimAt = start.now
  }

  /** Acct-Session-Id as RouterOS writes it: the number in hexadecimal. */
  get sessionId(): string {
    return this.number.toString(16).padStart(8, '0')
  }

  /** Milliseconds since the epoch at which Session-Timeout ends it. */
  get deadline(): number | undefined {
    const { sessionTimeout } = this.grant
    return sessionTimeout === undefined ? undefined : this.startedAt + sessionTimeout * 1000
  }

  /** Octets that may still flow, or undefined when data is not limited. */
  get octetsLeft(): bigint | undefined {
    const total = this.grant.totalLimit
    if (total === undefined) return undefined
    const left = total - this.used.up - this.used.down
    return left > 0n ? left : 0n
  }

  get limitReached(): boolean {
    const { receiveLimit, transmitLimit } = this.grant
    return (
      this.octetsLeft === 0n ||
      (receiveLimit !== undefined && this.used.up >= receiveLimit) ||
      (transmitLimit !== undefined && this.used.down >= transmitLimit)
    )
  }

  /** Counts traffic and returns how much of it fitted under the limits. */
  spend(wanted: Octets, now: number): Octets {
    const passed = this.#fitting(wanted)
    this.used = {
      up: this.used.up + passed.up,
      down: this.used.down + passed.down,
    }
    this.lastTrafficAt = now
    return passed
  }

  #fitting(wanted: Octets): Octets {
    const { receiveLimit, transmitLimit } = this.grant
    const up = atMost(
      wanted.up,
      receiveLimit === undefined ? undefined : receiveLimit - this.used.up
    )
    const down = atMost(
      wanted.down,
      transmitLimit === undefined ? undefined : transmitLimit - this.used.down
    )
    const left = this.octetsLeft
    const sum = up + down
    if (left === undefined || sum <= left) return { up, down }
    const passedUp = (up * left) / sum
    return { up: passedUp, down: left - passedUp }
  }

  /** Whole seconds online; Session-Timeout is never overshot. */
  secondsAt(now: number): number {
    const until = Math.min(now, this.deadline ?? now)
    return Math.max(0, Math.floor((until - this.startedAt) / 1000))
  }
}

function atMost(wanted: bigint, limit: bigint | undefined): bigint {
  if (limit === undefined || wanted <= limit) return wanted
  return limit > 0n ? limit : 0n
}
