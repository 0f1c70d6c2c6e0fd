import type { Phone } from '../../simulator/hotspot/phone.js'
import { VirtualRouter, type VirtualRouterOptions } from '../../simulator/virtual_router.js'
import { attribute, freshAddress, mikrotik, RadiusResponder, uint32 } from './radius_responder.js'

export const PORTAL = 'http://portal.test/h/TOKEN'

/** The profile a portal wants: MAC first, plain passwords from the portal's page. */
export const PORTAL_PROFILE = {
  'login-by': 'mac,http-pap',
  'use-radius': 'yes',
  'mac-auth-mode': 'mac-as-username-and-password',
}

export interface Accepted {
  rate?: string
  total?: number
  gigawords?: number
  seconds?: number
  idle?: number
  interim?: number
  ports?: number
}

/** An Access-Accept with what a package grants. */
export function accept({ rate, total, gigawords, seconds, idle, interim, ports }: Accepted = {}) {
  const attributes: Buffer[] = []
  if (rate !== undefined) attributes.push(mikrotik(8, rate))
  if (total !== undefined) attributes.push(mikrotik(17, uint32(total)))
  if (gigawords !== undefined) attributes.push(mikrotik(18, uint32(gigawords)))
  if (seconds !== undefined) attributes.push(attribute(27, uint32(seconds)))
  if (idle !== undefined) attributes.push(attribute(28, uint32(idle)))
  if (interim !== undefined) attributes.push(attribute(85, uint32(interim)))
  if (ports !== undefined) attributes.push(attribute(62, uint32(ports)))
  return { code: 2, attributes: [...attributes, attribute(25, 'class-1')] }
}

export const reject = (message?: string) => ({
  code: 3,
  attributes: message === undefined ? [] : [attribute(18, message)],
})

export interface Bench {
  router: VirtualRouter
  radius: RadiusResponder
  phone: Phone
  /** The link a portal gets to log this phone in through. */
  link: string
  stop(): Promise<void>
}

/** A router, the RADIUS responder it asks, and one phone that has not joined yet. */
export async function bench(options: Partial<VirtualRouterOptions> = {}): Promise<Bench> {
  const radius = await RadiusResponder.start()
  const router = await VirtualRouter.start({
    address: freshAddress(),
    identity: 'GreenNet',
    apiUser: 'portico',
    apiPassword: 'secret',
    portalUrl: PORTAL,
    radius: {
      address: radius.address,
      authPort: radius.port,
      acctPort: radius.port,
      secret: radius.secret,
      timeoutMs: 60,
    },
    ...options,
    profile: { ...PORTAL_PROFILE, ...options.profile },
  })
  const phone = await router.addPhone()
  const link = `http://${phone.gateway.origin}/login`
  const stop = async () => {
    await router.stop()
    radius.stop()
  }
  return { router, radius, phone, link, stop }
}
