import { type MacAddress } from '#core/mac_address'
import { activeSessionsOf } from './hotspot_sessions.js'
import { RouterTrap } from './router_api_errors.js'
import { type RouterSession } from './router_session.js'

/**
 * Ends every hotspot session of a device. Safe to repeat: a session that is gone
 * already is not an error.
 *
 * @returns how many sessions this call ended
 * @throws RouterApiError
 */
export async function hotspotLogout(session: RouterSession, mac: MacAddress): Promise<number> {
  let ended = 0
  for (const { id } of await activeSessionsOf(session, mac)) {
    if (await removeIfThere(session, id)) ended += 1
  }
  return ended
}

async function removeIfThere(session: RouterSession, id: string) {
  try {
    await session.remove('/ip/hotspot/active', id)
    return true
  } catch (error) {
    if (error instanceof RouterTrap && /no such item/i.test(error.text)) return false
    throw error
  }
}
