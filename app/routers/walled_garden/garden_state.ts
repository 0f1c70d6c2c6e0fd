import { type DateTime } from 'luxon'
import { toDateTime } from '#core/clock'
import { type Tenancy } from '#tenancy/tenancy'
import { type RefusedHost } from './refused_hosts.js'
import { type GardenRow, type PrintedRow } from './walled_garden_row.js'

/** What was pushed last, so that drift can be told from what is only wanted since. */
export interface PushedGarden {
  /** ISO 8601 */
  at: string
  /** Of the host lists. */
  version: string
  /** Of the wish it was made from; another one means there is something new to push. */
  fingerprint: string
  gateways: string[]
  layer7: boolean
  rows: GardenRow[]
  conflicts: PrintedRow[]
  counts: PushCounts
}

export interface PushCounts {
  added: number
  changed: number
  removed: number
}

export type PlannedStep = GardenRow & { act: 'add' | 'set' | 'remove' }

/** What the router said when it was last looked at. */
export interface SeenGarden {
  /** ISO 8601 */
  at: string
  /** Rows of ours. */
  rows: PrintedRow[]
  /** Pushed and gone, or changed by hand; ours and not pushed. */
  drift: { missing: GardenRow[]; surplus: PrintedRow[] } | null
  /** What a push of the wish with this fingerprint would have done then. */
  plan: { fingerprint: string; steps: PlannedStep[]; conflicts: PrintedRow[] }
  /** null: this router did not let us read them. */
  refused: RefusedHost[] | null
}

/** `routers.walled_garden`. */
export interface GardenState {
  pushed?: PushedGarden
  seen?: SeenGarden
  /** Of a push under way. */
  progress?: { done: number; of: number } | null
}

/** What a list of routers needs to know of each. */
export interface RouterGarden {
  id: number
  name: string
  pushedAt: DateTime | null
  version: string | null
  fingerprint: string | null
  /** Rows that differed from what was pushed when the router was last looked at. */
  drifted: number
}

/** Of every router, by name. Call in the tenant's scope. */
export async function routerGardens(tenancy: Tenancy): Promise<RouterGarden[]> {
  const result: {
    rows: (Omit<RouterGarden, 'id' | 'pushedAt'> & { id: string; pushed_at: Date | null })[]
  } = await tenancy.transaction.rawQuery(GARDENS)
  return result.rows.map(({ id, pushed_at: pushedAt, ...garden }) => ({
    ...garden,
    id: Number(id),
    pushedAt: toDateTime(pushedAt),
  }))
}

/** Only figures: the rows of hundreds of routers would be megabytes. */
const GARDENS = `
  select id, name,
         (walled_garden #>> '{pushed,at}')::timestamptz as pushed_at,
         walled_garden #>> '{pushed,version}' as version,
         walled_garden #>> '{pushed,fingerprint}' as fingerprint,
         coalesce(jsonb_array_length(nullif(walled_garden #> '{seen,drift,missing}', 'null')), 0)
           + coalesce(jsonb_array_length(nullif(walled_garden #> '{seen,drift,surplus}', 'null')), 0)
           as drifted
    from routers order by lower(name)`

/** Call in the tenant's scope. */
export async function gardenOf(tenancy: Tenancy, routerId: number): Promise<GardenState> {
  const row: { walled_garden: GardenState | null } | null = await tenancy.transaction
    .from('routers')
    .select('walled_garden')
    .where('id', routerId)
    .first()
  return row?.walled_garden ?? {}
}

/** Changes the parts that are given and leaves the others. Call in the tenant's scope. */
export async function noteGarden(
  tenancy: Tenancy,
  routerId: number,
  parts: GardenState
): Promise<void> {
  await tenancy.transaction.rawQuery(
    `update routers set walled_garden = coalesce(walled_garden, '{}') || ?::jsonb where id = ?`,
    [JSON.stringify(parts), routerId]
  )
}

export const iso = (at: DateTime): string => at.toUTC().toJSDate().toISOString()
