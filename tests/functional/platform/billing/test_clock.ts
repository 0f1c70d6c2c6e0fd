import { DateTime } from 'luxon'
import { eventually } from '#tests/support/eventually'
import { billing } from '#tests/functional/platform/billing/stage'

/** Stripe's own time for one customer (docs.stripe.com/billing/testing/test-clocks). */
export class TestClock {
  private constructor(
    readonly id: string,
    private readonly begun: DateTime
  ) {}

  static async at(begun: DateTime = DateTime.utc()): Promise<TestClock> {
    const { testClocks } = billing().client.testHelpers
    const { id } = await testClocks.create({ frozen_time: begun.toUnixInteger() })
    return new TestClock(id, begun)
  }

  /** Resolves when everything has happened that happens by then. */
  async advanceTo(moment: DateTime): Promise<void> {
    const { testClocks } = billing().client.testHelpers
    await testClocks.advance(this.id, { frozen_time: moment.toUnixInteger() })
    await eventually('the clock is ready', async () => {
      const { status } = await testClocks.retrieve(this.id)
      return status === 'ready'
    })
  }

  /** To so many days after it began. */
  async advanceToDay(days: number): Promise<void> {
    await this.advanceTo(this.begun.plus({ days }))
  }
}
