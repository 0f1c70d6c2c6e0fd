import type { RouterRow } from '#routers/api/command_channel'
import { RouterTrap } from '#routers/api/router_api_errors'
import type { RouterSession } from '#routers/api/router_session'
import { menu } from '#routers/health/menu'
import type { RadiusCounters, RadiusEntry } from '#routers/health/router_reading'
import { isYes, readList, readNumber } from '#routers/health/router_values'

/** The hotspot's RADIUS servers, how they answered, and the listener for changes. */
export async function readRadius(session: RouterSession, secret: string) {
  const all = await menu(session, '/radius')
  const rows = all.filter((row) => readList(row.service).includes('hotspot'))
  const [incoming] = await menu(session, '/radius/incoming')

  return {
    radius: rows.map((row) => readEntry(row, secret)),
    counters: await readCounters(session, rows),
    incoming: incoming ? { accept: isYes(incoming.accept), port: readNumber(incoming.port) } : null,
  }
}

function readEntry(row: RouterRow, secret: string): RadiusEntry {
  const shown = row.secret ?? ''
  return {
    address: row.address ?? '',
    disabled: isYes(row.disabled),
    authPort: readNumber(row['authentication-port']),
    acctPort: readNumber(row['accounting-port']),
    secretDiffers: shown === '' || /^\*+$/.test(shown) ? null : shown !== secret,
  }
}

async function readCounters(
  session: RouterSession,
  rows: readonly RouterRow[]
): Promise<RadiusCounters | null> {
  const sums: RadiusCounters = { requests: 0, accepts: 0, rejects: 0, timeouts: 0, badReplies: 0 }
  for (const { '.id': id } of rows) {
    const row = id === undefined ? undefined : await monitor(session, id)
    if (!row) return null
    sums.requests += readNumber(row.requests) ?? 0
    sums.accepts += readNumber(row.accepts) ?? 0
    sums.rejects += readNumber(row.rejects) ?? 0
    sums.timeouts += readNumber(row.timeouts) ?? 0
    sums.badReplies += readNumber(row['bad-replies']) ?? 0
  }
  return rows.length > 0 ? sums : null
}

async function monitor(session: RouterSession, id: string): Promise<RouterRow | undefined> {
  try {
    const { rows } = await session.run('/radius/monitor', { numbers: id, once: '' })
    return rows[0]
  } catch (error) {
    if (error instanceof RouterTrap) return undefined
    throw error
  }
}
