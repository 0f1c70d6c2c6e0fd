import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { subjectsOf, type CodeAsker } from '#messaging/pumping/code_asker'

const KEPT_DAYS = 7
const DAY = 'yyyy-MM-dd'

/**
 * Counts who has codes sent and who enters wrong ones, by day: whoever does either too often makes
 * a number bigger, and not a table. Call outside a tenant's scope.
 */
@inject()
export class CodeAskers {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  async asked(tenantId: number, asker: CodeAsker): Promise<void> {
    await this.#count(tenantId, asker, 1, 0)
  }

  async wrong(tenantId: number, asker: CodeAsker): Promise<void> {
    await this.#count(tenantId, asker, 0, 1)
  }

  /** Numbers of people are not kept longer than they are looked at. */
  async prune(): Promise<void> {
    const before = this.clock.now().minus({ days: KEPT_DAYS }).toFormat(DAY)
    await this.db.connection('app').from('platform.code_askers').where('day', '<', before).delete()
  }

  async #count(tenantId: number, asker: CodeAsker, asked: number, wrong: number): Promise<void> {
    const now = this.clock.now()
    const subjects = subjectsOf(asker)
    await this.db.connection('app').rawQuery(
      `insert into platform.code_askers as a
              (tenant_id, kind, subject, day, asked, wrong, last_at)
       select :tenantId, s.kind, s.subject, :day, :asked, :wrong, :now
         from unnest(:kinds::text[], :subjects::text[]) s (kind, subject)
       on conflict (tenant_id, kind, subject, day) do update
          set asked = a.asked + excluded.asked, wrong = a.wrong + excluded.wrong,
              last_at = excluded.last_at`,
      {
        tenantId,
        kinds: subjects.map(({ kind }) => kind),
        subjects: subjects.map(({ subject }) => subject),
        day: now.toFormat(DAY),
        asked,
        wrong,
        now: now.toJSDate(),
      }
    )
  }
}
