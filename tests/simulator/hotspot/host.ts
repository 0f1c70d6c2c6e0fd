import { randomBytes, randomInt } from 'node:crypto'
import type { Session } from './session.js'

/** Whether MAC authentication has been tried for this host, and what came of it. */
export type MacAttempt = 'untried' | 'refused'

export interface ChapOffer {
  readonly id: number
  readonly challenge: Buffer
}

/** A device on the hotspot's network: a row of `/ip/hotspot/host`. */
export class Host {
  readonly joinedAt: number
  lastSeenAt: number
  bytesIn = 0n
  bytesOut = 0n
  session: Session | undefined
  macAttempt: MacAttempt = 'untried'
  authorising = false
  chap: ChapOffer
  /** Why the last login failed, shown on the login page once. */
  lastError = ''

  constructor(
    readonly id: string,
    readonly mac: string,
    readonly address: string,
    readonly server: string,
    now: number
  ) {
    this.joinedAt = now
    this.lastSeenAt = now
    this.chap = this.renewChap()
  }

  /** A new CHAP identifier and challenge, as each served login page gets. */
  renewChap(): ChapOffer {
    this.chap = { id: randomInt(256), challenge: randomBytes(16) }
    return this.chap
  }
}
