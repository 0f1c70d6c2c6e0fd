import type { DateTime } from 'luxon'
import type { TroubleSide } from '#hotspot/router_watch/checks'
import { zonesQuery } from '#routers/zones/zones_query'
import type { Tenancy } from '#tenancy/tenancy'

interface Row {
  dead: string
  gateways: string
  codes: string
  failed: string
  last_error: string | null
}

/** How far back an operator's trouble reaches. */
const HOURS = 24

/** What our tables say of the trouble customers have at this router. Without the sweep's lag. */
export async function troubleSideQuery(
  tenancy: Tenancy,
  routerId: number,
  now: DateTime
): Promise<Omit<TroubleSide, 'sweepLateSeconds'>> {
  const result: { rows: Row[] } = await tenancy.transaction.rawQuery(
    `with codes as (
       select status, error, id from sms_messages
        where event = 'otp' and created_at > :since and id > (
          select coalesce(max(id), 0) - 2000 from sms_messages))
     select (select count(*) from router_commands
              where router_id = :routerId and state = 'dead' and created_at > :since) as dead,
            (select count(*) from sms_gateways where enabled) as gateways,
            (select count(*) from codes) as codes,
            (select count(*) from codes where status = 'failed') as failed,
            (select error from codes where status = 'failed' order by id desc limit 1) as last_error`,
    { routerId, since: now.minus({ hours: HOURS }).toJSDate() }
  )
  const [row] = result.rows
  if (!row) throw new Error('The query of our side returned no row')

  const zones = await zonesQuery()
  return {
    deadCommands: Number(row.dead),
    smsGateways: Number(row.gateways),
    codes: Number(row.codes),
    codesFailed: Number(row.failed),
    lastSmsError: row.last_error,
    ssidsDiffer: zones.some(
      (zone) => zone.ssidsDiffer && zone.routers.some((router) => router.id === routerId)
    ),
  }
}
