import { test } from '@japa/runner'
import Stripe from 'stripe'
import { EventRefused, EventStale } from '#platform/billing/errors'
import { readEvent } from '#platform/billing/webhook/read_event'

const SECRETS = ['whsec_now', 'whsec_before']
const MINUTE = 60

const payload = JSON.stringify({
  id: 'evt_1',
  object: 'event',
  type: 'invoice.paid',
  created: 1_700_000_000,
  data: { object: { object: 'invoice', id: 'in_1', customer: 'cus_1' } },
})

/** Reads the event as it arrives so many seconds after it was signed, by our clock. */
function arrived(age: number, secret: string, body = payload) {
  const timestamp = Math.floor(Date.now() / 1000) - age
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
  return readEvent(body, signature, SECRETS)
}

test.group('Reading an event of Stripe’s', () => {
  test('signed by {secret}, {age} s ago, is taken')
    .with([
      { secret: 'whsec_now', age: 0 },
      { secret: 'whsec_before', age: 0 },
      { secret: 'whsec_now', age: 4 * MINUTE },
      { secret: 'whsec_now', age: -60 * MINUTE },
    ])
    .run(({ assert }, { secret, age }) => {
      assert.deepEqual(arrived(age, secret), {
        id: 'evt_1',
        type: 'invoice.paid',
        created: 1_700_000_000,
        customer: 'cus_1',
      })
    })

  test('signed long ago is refused as that, since it may be our clock', ({ assert }) => {
    for (const secret of SECRETS) {
      assert.throws(() => arrived(6 * MINUTE, secret), EventStale.message)
    }
  })

  test('signed by another, or changed, is refused whatever its age', ({ assert }) => {
    for (const age of [0, 6 * MINUTE]) {
      assert.throws(() => arrived(age, 'whsec_other'), EventRefused.message)
      const changed = payload.replace('cus_1', 'cus_2')
      assert.throws(() => arrived(age, 'whsec_now', changed), EventRefused.message)
    }
  })
})
