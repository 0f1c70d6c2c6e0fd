import { type MacAddress } from '#core/mac_address'
import { type RouterRow } from './command_channel.js'
import { classifyRefusal, type HotspotRefusal } from './hotspot_refusal.js'
import { activeSessionsOf, type HotspotActive } from './hotspot_sessions.js'
import { RouterTrap } from './router_api_errors.js'
import { type RouterSession } from './router_session.js'

export interface HotspotCredentials {
  mac: MacAddress
  user: string
  password: string
  /** Where the portal last saw the device; chooses among several addresses of one MAC. */
  ip?: string
}

/**
 * How a login through the router ended.
 * - logged_in: the router lets the device through now, as read back from it
 * - already_active: it did so before; nothing was changed, `active` says as whom
 * - host_unknown: the router does not see the device, or not at a steady address
 * - rejected: RADIUS said no; `reason` is its Reply-Message or RouterOS's own words
 * - radius_silent: the router got no answer from RADIUS
 * - busy: the router is at it already, or full; try again shortly
 */
export type HotspotLoginOutcome =
  | { outcome: 'logged_in' | 'already_active'; active: HotspotActive }
  | { outcome: 'host_unknown' | 'rejected' | 'radius_silent' | 'busy'; reason: string }

type Attempt =
  { refused?: undefined } | { refused: Exclude<HotspotRefusal, 'misconfigured'>; reason: string }

/**
 * Lets a device through the hotspot at once: looks its host up by MAC, logs it in at its
 * address, reads the result back; once more if the address has moved meanwhile. Safe to
 * repeat: a device that is through already is left alone.
 *
 * @throws RouterTrap when the router refuses the command itself (rights, version), and
 *   the other RouterApiErrors; after an indeterminate one, call it again
 */
export async function hotspotLogin(
  session: RouterSession,
  credentials: HotspotCredentials
): Promise<HotspotLoginOutcome> {
  const { mac } = credentials
  const hosts = await hostsOf(session, mac)
  if (hosts.some(({ authorized }) => authorized === 'true')) {
    const active = await currentActive(session, mac)
    if (active) return { outcome: 'already_active', active }
  }

  const address = chooseAddress(hosts, credentials.ip)
  if (!address) return unseen(mac)

  const attempt = await tryAt(session, credentials, address)
  if (attempt.refused !== 'host_unknown') return conclude(session, mac, attempt)

  const moved = chooseAddress(await hostsOf(session, mac), undefined, address)
  if (!moved) return { outcome: 'host_unknown', reason: attempt.reason }
  return conclude(session, mac, await tryAt(session, credentials, moved))
}

function hostsOf(session: RouterSession, mac: MacAddress) {
  const properties = ['.id', 'address', 'to-address', 'authorized']
  return session.print('/ip/hotspot/host', { 'mac-address': mac }, properties)
}

/**
 * The address to log in at: the hinted one if the router sees it, else the first. With
 * one-to-one NAT a host has a second one (to-address), which comes last.
 */
function chooseAddress(hosts: RouterRow[], hint?: string, except?: string) {
  const own = hosts.map(({ address }) => address)
  const translated = hosts.map((host) => host['to-address'])
  const seen = [...own, ...translated].filter((address) => address && address !== except)
  return seen.find((address) => address === hint) ?? seen[0]
}

async function tryAt(
  session: RouterSession,
  { mac, user, password }: HotspotCredentials,
  ip: string
): Promise<Attempt> {
  try {
    await session.run('/ip/hotspot/active/login', { ip, 'mac-address': mac, user, password })
    return {}
  } catch (error) {
    if (!(error instanceof RouterTrap)) throw error
    const refused = classifyRefusal(error)
    if (refused === 'misconfigured') throw error
    return { refused, reason: error.text }
  }
}

async function conclude(
  session: RouterSession,
  mac: MacAddress,
  attempt: Attempt
): Promise<HotspotLoginOutcome> {
  if (attempt.refused && attempt.refused !== 'already_active') {
    return { outcome: attempt.refused, reason: attempt.reason }
  }
  const active = await currentActive(session, mac)
  if (active) return { outcome: attempt.refused ?? 'logged_in', active }
  return { outcome: 'busy', reason: 'the router took the login but shows no session yet' }
}

async function currentActive(session: RouterSession, mac: MacAddress) {
  const sessions = await activeSessionsOf(session, mac)
  return sessions.at(-1)
}

function unseen(mac: MacAddress): HotspotLoginOutcome {
  return { outcome: 'host_unknown', reason: `the router does not see ${mac} on its hotspot` }
}
