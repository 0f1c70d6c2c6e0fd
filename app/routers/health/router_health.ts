import type { Finding } from '#routers/health/findings'
import type { RouterReading } from '#routers/health/router_reading'

/** What our own tables say of a router. Times are ISO 8601 in UTC. */
export interface OurSide {
  /** Its last sign-in request and its last accounting packet. */
  lastAuthAt: string | null
  lastAcctAt: string | null
  /** Sessions RADIUS holds open there. */
  openSessions: number
  /** Since the visit before: answered sign-ins, and those whose password did not fit. */
  accepts: number
  rejects: number
  wrongPasswords: number
  /** How far the tables had been read. */
  seenPostauth: number
  seenAcct: number
}

/** What came of a Disconnect-Request for nobody: a NAK proves the port and the secret. */
export type Knock = 'answered' | 'silent' | 'port_closed' | 'bad_replies' | 'not_sent'

export interface RouterTrouble {
  code: string
  message: string
}

/** The state of a router as it stands in routers.health. */
export interface RouterHealth {
  checkedAt: string
  reachable: boolean
  /** Since when it has been (un)reachable without a break. */
  since: string
  trouble: RouterTrouble | null
  /** The last reading there was, and when. */
  reading: RouterReading | null
  readAt: string | null
  ours: OurSide
  knock: Knock | null
  findings: Finding[]
}
