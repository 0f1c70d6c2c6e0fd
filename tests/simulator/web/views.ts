import type { LoginResult } from '../hotspot/browsing.js'
import type { Phone } from '../hotspot/phone.js'
import type { Passage } from '../hotspot/hotspot.js'
import type { Session } from '../hotspot/session.js'
import type { VirtualRouter } from '../virtual_router.js'

/** Octets travel as decimal text: a JSON number is exact only up to 2^53. */
export interface SessionView {
  user: string
  sessionId: string
  address: string
  mac: string
  method: string
  seconds: number
  secondsLeft: number | null
  octetsUp: string
  octetsDown: string
  octetsLeft: string | null
  rateLimit: string | null
  /** Bits per second from the phone's view. */
  uploadBps: number | null
  downloadBps: number | null
}

export interface PhoneView {
  id: string
  router: string
  mac: string
  state: 'offline' | 'portal' | 'online'
  online: boolean
  /** Whether it was on this Wi-Fi before with the MAC it has now. */
  joinedBefore: boolean
  ip: string | null
  /** `host:port` to give a browser as HTTP proxy, to be this phone. */
  gateway: string
  linkLoginOnly: string
  session: SessionView | null
}

export interface RouterView {
  address: string
  identity: string
  version: string
  api: { host: string; port: number; user: string; password: string }
  radius: { address: string; authPort: number; acctPort: number }[]
  time: string
  sessions: SessionView[]
  phones: PhoneView[]
}

export function sessionView(session: Session, now: number): SessionView {
  const { deadline, octetsLeft, grant } = session
  return {
    user: session.user,
    sessionId: session.sessionId,
    address: session.host.address,
    mac: session.host.mac,
    method: session.method,
    seconds: session.secondsAt(now),
    secondsLeft: deadline === undefined ? null : Math.max(0, Math.ceil((deadline - now) / 1000)),
    octetsUp: String(session.used.up),
    octetsDown: String(session.used.down),
    octetsLeft: octetsLeft === undefined ? null : String(octetsLeft),
    rateLimit: grant.rateLimitText ?? null,
    uploadBps: grant.rateLimit?.rx.rate ?? null,
    downloadBps: grant.rateLimit?.tx.rate ?? null,
  }
}

export function phoneView(phone: Phone, now: number): PhoneView {
  const { session } = phone
  return {
    id: phone.id,
    router: (phone.joined ?? phone.home).address,
    mac: phone.mac,
    state: phone.state,
    online: phone.online,
    joinedBefore: phone.joinedBefore,
    ip: phone.address ?? null,
    gateway: phone.gateway.origin,
    linkLoginOnly: `http://${phone.gateway.origin}/login`,
    session: session === undefined ? null : sessionView(session, now),
  }
}

export function routerView(router: VirtualRouter): RouterView {
  const now = router.clock.now()
  const user = router.menus.menu('/user').stored()[0] ?? {}
  return {
    address: router.address,
    identity: router.identity,
    version: router.version,
    api: {
      host: router.address,
      port: router.api.port,
      user: user['name'] ?? '',
      password: user['password'] ?? '',
    },
    radius: router.menus.rows('/radius').map((row) => ({
      address: row['address'] ?? '',
      authPort: Number(row['authentication-port']),
      acctPort: Number(row['accounting-port']),
    })),
    time: new Date(now).toISOString(),
    sessions: router.hotspot.sessions.all().map((session) => sessionView(session, now)),
    phones: router.phones.map((phone) => phoneView(phone, now)),
  }
}

export const loginView = (result: LoginResult) => ({ ...result, next: result.next ?? null })

export function passageView({ up, down, ended, blocked }: Passage) {
  return { up: String(up), down: String(down), ended: ended ?? null, blocked }
}
