import { Assert } from '@japa/assert'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import type Tenant from '#tenancy/models/tenant'
import type { JobQueue } from '#tenancy/jobs/job_queue'
import type { Tenancy } from '#tenancy/tenancy'
import { asOwner } from '#tests/support/database'
import { aPackage, createCustomer, mobile } from '#tests/support/fixtures'

/** Everybody who is there before anything happens; ids 1 to 6 in every household. */
export const PEOPLE = [1, 2, 3, 4, 5, 6]
const FIRST_COMERS = PEOPLE.map(mobile)

/**
 * One tenant of the leak test. All households hold the same ids, numbers and
 * MACs; what tells them apart is the mark in every name.
 */
export class Household {
  #comers = 1000
  #expected = PEOPLE.length
  #assert = new Assert()

  private constructor(
    readonly tenant: Tenant,
    readonly mark: string,
    readonly tenancy: Tenancy,
    readonly jobs: JobQueue
  ) {}

  static async furnish(
    tenant: Tenant,
    mark: string,
    tenancy: Tenancy,
    jobs: JobQueue
  ): Promise<Household> {
    await tenancy.run(tenant, async () => {
      for (const n of PEOPLE) await createCustomer(n, mark)
      await Package.createMany([1, 2, 3].map((n) => aPackage({ name: `${mark} ${n}` })))
    })
    return new Household(tenant, mark, tenancy, jobs)
  }

  /** In this tenant's scope. */
  run<R>(work: Parameters<typeof this.tenancy.run<R>>[1]): Promise<R> {
    return this.tenancy.run(this.tenant, work)
  }

  /** The query of those who were there first; acts may add and take away others. */
  people() {
    return Customer.query().whereIn('mobile', FIRST_COMERS)
  }

  /** Numbers for somebody new, never given twice. Those who stay are counted at the end. */
  newcomer(): { mobile: Customer['mobile']; name: string; status: 'active' } {
    return { mobile: mobile(this.#comers++), name: this.mark, status: 'active' }
  }

  stays(count = 1): void {
    this.#expected += count
  }

  /** There are rows, as many as said, and each one is ours. */
  ours(rows: readonly { name?: unknown }[], count = rows.length || 1): void {
    this.#assert.lengthOf(rows, count)
    for (const { name } of rows) this.equal(String(name).slice(0, this.mark.length), this.mark)
  }

  equal(actual: unknown, expected: unknown): void {
    this.#assert.deepEqual(actual, expected)
  }

  async rejects(work: () => Promise<unknown>, message: RegExp): Promise<void> {
    await this.#assert.rejects(async () => void (await work()), message)
  }

  /** What really lies in the schema, seen by the owner: our people, our mark, nobody else. */
  async inventory(): Promise<void> {
    const { schema } = this.tenant
    const people = await asOwner<{ name: string; n: string }>(
      `select name, count(*) as n from ${schema}.customers group by name`
    )
    this.equal(people, [{ name: this.mark, n: String(this.#expected) }])

    const packages = await asOwner<{ name: string }>(`select name from ${schema}.packages`)
    this.ours(packages, 3)
  }
}

/** Something a program does with its database, and what it must see. */
export interface Act {
  name: string
  perform(house: Household): Promise<void>
}
