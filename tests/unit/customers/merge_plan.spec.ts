import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { gigabytes, octets, type Octets } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import { packagePlan, type PackageOutcome } from '#hotspot/customers/merge_plan'

const NOW = DateTime.fromISO('2026-11-22T12:00:00Z', { zone: 'utc' })

function running(
  packageId: number | null,
  hours: number,
  limit: Octets | null,
  used = 0n
): Activation {
  const activation = new Activation()
  return activation.fill({
    packageId,
    expiresAt: NOW.plus({ hours }),
    octetsLimit: limit,
    octetsUsed: octets(used),
  })
}

const small = running(1, 2, gigabytes(2), 1024n ** 3n)
const same = running(1, 5, gigabytes(2))
const endless = running(1, 5, null)
const longer = running(2, 9, gigabytes(1))

test.group('Packages of two numbers that become one', () => {
  test('{0}')
    .with([
      ['none', null, null, null, null],
      ['kept', small, null, 2, gigabytes(2)],
      ['moved', null, longer, 9, gigabytes(1)],
      ['added', small, same, 7, gigabytes(4)],
      ['added', same, small, 7, gigabytes(3)],
      ['added', small, endless, 7, null],
      ['added', endless, small, 7, null],
      ['moved_longer', small, longer, 9, gigabytes(1)],
      ['kept_longer', longer, small, 9, gigabytes(1)],
      ['kept_longer', running(null, 3, null), running(null, 3, null), 3, null],
    ] as [PackageOutcome, Activation | null, Activation | null, number | null, Octets | null][])
    .run(({ assert }, [outcome, mine, theirs, hours, limit]) => {
      const plan = packagePlan(mine, theirs, NOW)
      assert.equal(plan.outcome, outcome)
      assert.equal(plan.expiresAt?.diff(NOW).as('hours') ?? null, hours)
      assert.equal(plan.octetsLimit, limit)
    })
})
