import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/**
 * Numbers of our invoices, one after the other in each year. The year's row is locked until the
 * transaction ends, in which the invoice is written: a number is given with it, or not at all.
 */
export class InvoiceNumbers {
  private constructor(
    private readonly client: TransactionClientContract,
    private readonly year: number,
    private readonly last: number
  ) {}

  /** Waits for whoever writes an invoice at this moment. @param year of UTC */
  static async lock(client: TransactionClientContract, year: number): Promise<InvoiceNumbers> {
    const counter: { rows: { last: number }[] } = await client.rawQuery(
      `insert into platform.invoice_counters as c (year, last) values (?, 0)
       on conflict (year) do update set last = c.last returning last`,
      [year]
    )
    return new InvoiceNumbers(client, year, counter.rows[0]?.last ?? 0)
  }

  async take(): Promise<string> {
    const number = this.last + 1
    await this.client
      .from('platform.invoice_counters')
      .where('year', this.year)
      .update({ last: number })
    return `P-${this.year}-${String(number).padStart(6, '0')}`
  }
}
