import type { RouterRow } from '#routers/api/command_channel'
import type { RouterSession } from '#routers/api/router_session'
import { menu } from '#routers/health/menu'
import type { HotspotProfile } from '#routers/health/router_reading'
import { isYes, readList, readSeconds } from '#routers/health/router_values'

/** The hotspot servers that run, their profiles, who is online and what is open to everybody. */
export async function readHotspot(session: RouterSession) {
  const all = await menu(session, '/ip/hotspot')
  const servers = all.filter(isOn)
  const used = new Set(servers.map((server) => server.profile ?? 'default'))
  const profiles = await menu(session, '/ip/hotspot/profile')
  const active = await menu(session, '/ip/hotspot/active', ['.id'])
  const garden = [
    ...(await menu(session, '/ip/hotspot/walled-garden/ip')),
    ...(await menu(session, '/ip/hotspot/walled-garden')),
  ]

  return {
    hotspots: servers.length,
    profiles: profiles.filter(({ name = '' }) => used.has(name)).map(readProfile),
    sessions: active.length,
    gardenRows: garden.filter((row) => isOn(row) && /^(?:accept|allow)$/.test(row.action ?? ''))
      .length,
  }
}

function isOn(row: RouterRow): boolean {
  return !isYes(row.disabled)
}

function readProfile(row: RouterRow): HotspotProfile {
  return {
    name: row.name ?? '',
    loginBy: readList(row['login-by']),
    useRadius: isYes(row['use-radius']),
    /** On unless said otherwise, as the manual's default is. */
    accounting: row['radius-accounting'] === undefined || isYes(row['radius-accounting']),
    interimSeconds: readSeconds(row['radius-interim-update']) ?? 0,
    macAuthMode: row['mac-auth-mode'] ?? '',
  }
}
