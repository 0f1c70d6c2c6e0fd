import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Clock } from '#core/clock'
import { subjectsOf, type CodeAsker, type Subject } from '#messaging/pumping/code_asker'

/** Who gets no codes of an ISP any more, until one of us lets them. Outside a tenant's scope. */
@inject()
export class CodeBlocks {
  constructor(
    private db: Database,
    private clock: Clock
  ) {}

  async isBlocked(tenantId: number, asker: CodeAsker): Promise<boolean> {
    const subjects = subjectsOf(asker)
    const { rows } = await this.db.connection('app').rawQuery<{ rows: unknown[] }>(
      `select 1 from platform.code_blocks b
         join unnest(:kinds::text[], :subjects::text[]) s (kind, subject) using (kind, subject)
        where b.tenant_id = :tenantId limit 1`,
      {
        tenantId,
        kinds: subjects.map(({ kind }) => kind),
        subjects: subjects.map(({ subject }) => subject),
      }
    )
    return rows.length > 0
  }

  /** Is it the address of a router of the ISP? Everybody behind it comes from there. */
  async isRouter(tenantId: number, { kind, subject }: Subject): Promise<boolean> {
    if (kind !== 'address') return false
    const found: unknown = await this.db
      .connection('app')
      .from('platform.radius_clients')
      .where('tenant_id', tenantId)
      .whereRaw('host(address) = ?', [subject])
      .first()
    return Boolean(found)
  }

  /** @returns false when it is blocked already */
  async block(
    tenantId: number,
    { kind, subject }: Subject,
    { reason, by }: { reason: string; by: string }
  ): Promise<boolean> {
    const rows: unknown[] = await this.db
      .connection('app')
      .insertQuery()
      .table('platform.code_blocks')
      .knexQuery.insert({
        tenant_id: tenantId,
        kind,
        subject,
        reason,
        blocked_by: by,
        blocked_at: this.clock.now().toJSDate(),
      })
      .onConflict()
      .ignore()
      .returning('id')
    return rows.length > 0
  }

  /** @returns whether it was blocked */
  async lift(tenantId: number, { kind, subject }: Subject): Promise<boolean> {
    const lifted: unknown = await this.db
      .connection('app')
      .from('platform.code_blocks')
      .where({ tenant_id: tenantId, kind, subject })
      .delete()
    return Number(lifted) > 0
  }
}
