import type { Phone } from '../hotspot/phone.js'
import { NotHere } from '../simulation.js'
import type { VirtualRouter } from '../virtual_router.js'

const MEGABYTE = 1024n * 1024n

/** Mostly download, as phones are. */
const traffic = (octets: bigint) => ({ down: (octets * 9n) / 10n, up: octets / 10n })

const PHONE_ACTIONS: Record<string, (phone: Phone) => Promise<unknown> | unknown> = {
  'join': (phone) => phone.join(),
  'leave': (phone) => phone.leave(),
  'mac': (phone) => phone.newMac(),
  'use-100mb': (phone) => phone.transfer(traffic(100n * MEGABYTE)),
  'use-1gb': (phone) => phone.transfer(traffic(1024n * MEGABYTE)),
}

const ROUTER_ACTIONS: Record<string, (router: VirtualRouter) => Promise<unknown> | unknown> = {
  phones: (router) => router.addPhone(),
  reboot: (router) => router.reboot(),
  hour: (router) => router.clock.advance(3600),
  day: (router) => router.clock.advance(86_400),
}

/** Does what a button of a phone's card says. Throws NotHere for an unknown button. */
export async function actOnPhone(phone: Phone, action: string): Promise<void> {
  const act = PHONE_ACTIONS[action]
  if (act === undefined) throw new NotHere(`button ${action}`)
  await act(phone)
}

export async function actOnRouter(router: VirtualRouter, action: string): Promise<void> {
  const act = ROUTER_ACTIONS[action]
  if (act === undefined) throw new NotHere(`button ${action}`)
  await act(router)
}
