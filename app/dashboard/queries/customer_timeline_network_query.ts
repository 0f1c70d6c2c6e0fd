import { DateTime } from 'luxon'
import { fact, type Fact, type FactKind } from '#dashboard/customers/fact'
import type { TimelineScope } from '#dashboard/queries/customer_timeline_query'

const EACH = 40

/** What FreeRADIUS answered (index radpostauth_username_idx), device by device. */
export async function radiusFacts(scope: TimelineScope): Promise<Fact[]> {
  const rows = await ofDevices<{
    mac: string
    former: boolean
    reply: string | null
    reason: string | null
    authdate: Date
    nas: string | null
  }>(
    scope,
    `select username as mac, device.former, reply, reason, authdate, host(nasipaddress) as nas
       from radpostauth
      where username = device.mac and authdate >= greatest(device.since, :since)
        and authdate < device.until
      order by authdate desc limit ${EACH}`
  )
  return rows.map(({ mac, former, reply, reason, authdate, nas }) =>
    fact(utc(authdate), reply === 'Access-Accept' ? 'accepted' : 'refused', {
      mac,
      former,
      reason,
      router: routerAt(scope, nas),
    })
  )
}

/** Sessions by their start (index radacct_user_start): begun, last heard of, ended. */
export async function sessionFacts(scope: TimelineScope): Promise<Fact[]> {
  const rows = await ofDevices<{
    mac: string
    former: boolean
    started: Date | null
    heard: Date | null
    stopped: Date | null
    cause: string | null
    nas: string
  }>(
    scope,
    `select username as mac, device.former, acctstarttime as started, acctupdatetime as heard,
            acctstoptime as stopped, acctterminatecause as cause, host(nasipaddress) as nas
       from radacct
      where username = device.mac
        and acctstarttime >= device.since and acctstarttime < device.until
      order by acctstarttime desc limit ${EACH}`
  )
  return rows.flatMap(({ mac, former, started, heard, stopped, cause, nas }) => {
    const about = { mac, former, router: routerAt(scope, nas) }
    const name = cause?.trim() ? cause : null
    return [
      ...(started ? [fact(utc(started), stopped ? 'session_started' : 'online', about)] : []),
      ...(heard && !stopped ? [fact(utc(heard), 'session_seen', about)] : []),
      ...(stopped ? [fact(utc(stopped), 'session_stopped', { ...about, name })] : []),
    ]
  })
}

/**
 * What routers were told of these devices. The key of a command begins with its
 * kind and the MAC, so router_commands_dedupe_key_key finds it.
 */
export async function commandFacts(scope: TimelineScope): Promise<Fact[]> {
  const rows = await ofDevices<{
    mac: string
    former: boolean
    router_id: string
    kind: string
    state: string
    attempts: number
    outcome: string | null
    last_error: string | null
    not_before: Date
    created_at: Date
    finished_at: Date | null
  }>(
    scope,
    `select device.mac, device.former, router_id, kind, state, attempts, outcome, last_error, not_before,
            created_at, finished_at
       from router_commands
      where (dedupe_key between 'login:' || device.mac || ':' and 'login:' || device.mac || ':zzzz'
          or dedupe_key between 'change:' || device.mac || ':' and 'change:' || device.mac || ':zzzz'
          or dedupe_key between 'logout:' || device.mac || ':' and 'logout:' || device.mac || ':zzzz')
        and payload->>'mac' = device.mac
        and created_at >= greatest(device.since, :since) and created_at < device.until
      order by id desc limit ${EACH}`
  )
  return rows.map((row) => {
    const [name = null, ...said] = row.outcome?.split(': ') ?? []
    return fact(utc(row.finished_at ?? row.created_at), commandKind(row), {
      mac: row.mac,
      former: row.former,
      name,
      reason: row.last_error ?? (said.join(': ') || null),
      router: scope.routerOf.get(Number(row.router_id)) ?? null,
      attempts: row.attempts,
      nextAt: utc(row.finished_at ?? row.not_before),
    })
  })
}

/** Waiting is what was tried and failed; what is only just queued waits too. */
function commandKind({ kind, state }: { kind: string; state: string }): FactKind {
  const progress = state === 'done' || state === 'dead' ? state : 'waiting'
  if (kind === 'change') return `change_${progress}`
  return kind === 'logout' ? `logout_${progress}` : `login_${progress}`
}

/** Asks for each device by itself, which reads an index from its end; one query for all would sort. */
async function ofDevices<Row>(
  { tenancy, devices, since }: TimelineScope,
  lateral: string
): Promise<Row[]> {
  if (devices.length === 0) return []
  const result: { rows: Row[] } = await tenancy.transaction.rawQuery(
    `select found.*
       from unnest(:macs::text[], :formers::boolean[], :sinces::timestamptz[],
              :untils::timestamptz[]) as device(mac, former, since, until)
      cross join lateral (${lateral}) found`,
    {
      macs: devices.map(({ mac }) => mac),
      formers: devices.map(({ former }) => former),
      sinces: devices.map(({ from }) => from?.toISOString() ?? '-infinity'),
      untils: devices.map(({ until }) => until?.toISOString() ?? 'infinity'),
      since,
    }
  )
  return result.rows
}

function routerAt({ routerAt: names }: TimelineScope, address: string | null): string | null {
  return address === null ? null : (names.get(address) ?? address)
}

function utc(at: Date): DateTime {
  return DateTime.fromJSDate(at, { zone: 'utc' })
}
