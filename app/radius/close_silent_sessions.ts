import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Five interim updates of two minutes missed: the router is gone, or its Stop was lost. */
const SILENT_MINUTES = 10
const LOOK_AGAIN_MINUTES = 5

/**
 * Closes sessions whose router has fallen silent, at the time they were last
 * heard of, so that nobody is shown online for ever. A router that comes back
 * goes on counting: late packets are taken (radius_late in 0005).
 */
@inject()
export class CloseSilentSessions {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns when to look again while any session is open, or null */
  async execute(tenant: TenantScope): Promise<DateTime | null> {
    const now = this.clock.now()
    return this.tenancy.run(tenant, async (trx) => {
      await trx.rawQuery(CLOSE, [now.minus({ minutes: SILENT_MINUTES }).toJSDate()])
      const open: { rows: unknown[] } = await trx.rawQuery(
        'select 1 from radacct where acctstoptime is null limit 1'
      )
      return open.rows.length > 0 ? now.plus({ minutes: LOOK_AGAIN_MINUTES }) : null
    })
  }
}

/** Index radacct_bulk_close holds the open sessions only. */
const CLOSE = `
  update radacct set acctstoptime = coalesce(acctupdatetime, acctstarttime),
                     acctterminatecause = 'Lost-Service'
   where acctstoptime is null and coalesce(acctupdatetime, acctstarttime) < ?`
