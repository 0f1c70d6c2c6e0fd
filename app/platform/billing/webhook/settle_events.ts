import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'

/** Notes that what came until then has been acted upon. */
@inject()
export class SettleEvents {
  constructor(private db: Database) {}

  /** @returns the types of the events that were waiting */
  async execute(customer: string, until: Date): Promise<Set<string>> {
    const settled: { rows: { type: string }[] } = await this.db.connection('app').rawQuery(
      `update platform.billing_events set handled_at = now(), outcome = 'applied'
        where customer = :customer and handled_at is null and received_at <= :until
       returning type`,
      { customer, until }
    )
    return new Set(settled.rows.map(({ type }) => type))
  }
}
