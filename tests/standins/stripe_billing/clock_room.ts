import { Refusal } from '../stripe/refusals.js'
import type { TestClock } from './records.js'
import type { BillingWorld } from './world.js'

const MOST_CUSTOMERS = 3

/** At most three customers a clock. @throws Refusal */
export function checkRoom(world: BillingWorld, clock: TestClock): void {
  const theirs = world.customers.all().filter((customer) => customer.clock === clock)
  if (theirs.length < MOST_CUSTOMERS) return
  throw new Refusal(`Test clocks can have at most ${MOST_CUSTOMERS} customers`, {
    param: 'test_clock',
  })
}
