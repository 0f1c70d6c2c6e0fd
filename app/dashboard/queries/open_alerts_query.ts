import { DateTime } from 'luxon'
import { ALERT_KINDS, type AlertKind } from '#routers/health/alert_kind'
import Router from '#routers/router'

export interface OpenAlert {
  routerId: number
  routerName: string
  kind: AlertKind
  since: DateTime
}

/** Trouble with routers that two visits have seen and none has seen end, the oldest first. */
export async function openAlertsQuery(): Promise<OpenAlert[]> {
  const routers = await Router.query().whereRaw(`alerts <> '{}'::jsonb`).orderBy('name')
  return routers
    .flatMap((router) =>
      ALERT_KINDS.flatMap((kind) => {
        const state = router.alerts[kind]
        if (!state?.open) return []
        const since = DateTime.fromISO(state.since, { zone: 'utc' })
        return [{ routerId: router.id, routerName: router.name, kind, since }]
      })
    )
    .toSorted((a, b) => a.since.toMillis() - b.since.toMillis())
}
