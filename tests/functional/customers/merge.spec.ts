import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { gigabytes, octets } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { MergeCustomers } from '#hotspot/customers/merge_customers'
import SmsMessage from '#messaging/sms_message'
import Activity from '#tenancy/activity/activity'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { addCustomer, addDevice, answersTo, giveNow } from '#tests/functional/customers/staff'

let isp: Isp
let owner: Visitor

const mergePage = (stays: Customer, goes: Customer) =>
  `/dashboard/customers/${stays.id}/merge?number=${encodeURIComponent(goes.mobile)}`

function merge(stays: Customer, goes: Customer) {
  const action = `/dashboard/customers/${stays.id}/merge/confirm`
  return owner.submit(mergePage(stays, goes), { understood: '1', other: String(goes.id) }, action)
}

const reread = ({ id }: Customer) => isp.inside(() => Customer.findOrFail(id))

async function inScope(stays: Customer, goes: Customer) {
  const action = await app.container.make(MergeCustomers)
  return isp.inside(() => action.execute(stays.id, goes.id))
}

test.group('Customers | Merging two numbers', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
  })

  test('says what would happen, then moves everything and leaves a row behind', async ({
    assert,
  }) => {
    const stays = await addCustomer(isp, { notes: 'first' })
    const goes = await addCustomer(isp, {
      name: 'Rahim',
      notes: 'second',
      trialUsedAt: DateTime.utc(),
    })
    const { mac } = await addDevice(isp, goes, { lastSeenAt: DateTime.utc() })
    const { id } = await giveNow(isp, goes, 'Day Pass')
    await isp.inside(() =>
      SmsMessage.create({
        customerId: goes.id,
        mobile: goes.mobile,
        event: 'otp',
        body: '•',
        segments: 1,
        status: 'sent',
      })
    )

    const preview = text((await owner.get(mergePage(stays, goes))).body)
    assert.include(
      preview,
      `0 payments, 1 package, 1 SMS and 1 device of ${goes.mobile} go to ${stays.mobile}.`
    )
    assert.include(preview, 'Day Pass of the other number goes on here.')
    assert.equal((await reread(goes)).mergedInto, null)

    const page = text((await merge(stays, goes)).body)
    assert.include(page, `${goes.mobile} was merged into ${stays.mobile}.`)
    const [survivor, merged] = [await reread(stays), await reread(goes)]
    assert.deepEqual(
      [survivor.name, survivor.notes, survivor.activationId, survivor.status],
      ['Rahim', 'first\n\nsecond', id, 'active']
    )
    assert.isNotNull(survivor.trialUsedAt)
    assert.isNotNull(merged.trialUsedAt)
    assert.deepEqual([merged.mergedInto, merged.activationId], [stays.id, null])
    const moved = await isp.inside(async () => [
      (await Device.findByOrFail('mac', mac)).customerId,
      (await Activation.findOrFail(id)).customerId,
      (await SmsMessage.findByOrFail('mobile', goes.mobile)).customerId,
    ])
    assert.deepEqual(moved, [stays.id, stays.id, stays.id])
    assert.notInclude((await answersTo(isp, mac)).join(), 'Auth-Type Reject')
    const log = await isp.inside(() => Activity.findByOrFail('action', 'customer.merged'))
    assert.deepEqual([log.subject, log.detail], [stays.mobile, { merged: goes.mobile }])
    assert.include(text((await owner.get(`/dashboard/customers/${goes.id}`)).body), stays.mobile)
  })

  test('without the tick nothing happens', async ({ assert }) => {
    const [stays, goes] = [await addCustomer(isp), await addCustomer(isp)]
    const action = `/dashboard/customers/${stays.id}/merge/confirm`
    await owner.submit(mergePage(stays, goes), { other: String(goes.id) }, action)
    assert.equal((await reread(goes)).mergedInto, null)
  })

  test('of the same package on both sides, time and data are added up', async ({ assert }) => {
    const [stays, goes] = [await addCustomer(isp), await addCustomer(isp)]
    const { mac } = await addDevice(isp, stays, { lastSeenAt: DateTime.utc() })
    const mine = await giveNow(isp, stays, 'Day Pass', { octetsUsed: octets(gigabytes(1)) })
    const theirs = await giveNow(isp, goes, 'Day Pass', {
      octetsLimit: gigabytes(2),
      octetsUsed: octets(gigabytes(1) / 2n),
      expiresAt: DateTime.utc().plus({ hours: 3 }),
    })
    await inScope(stays, goes)
    const [kept, gone] = await isp.inside(async () => [
      await Activation.findOrFail(mine.id),
      await Activation.findOrFail(theirs.id),
    ])
    assert.equal(kept?.octetsLimit, (mine.octetsLimit ?? 0n) + gigabytes(3) / 2n)
    const gained = kept?.expiresAt.diff(mine.expiresAt).as('seconds') ?? 0
    assert.closeTo(gained, 3 * 3600, 5)
    assert.deepEqual(
      [kept?.status, gone?.status, gone?.customerId],
      ['running', 'replaced', stays.id]
    )
    assert.include((await answersTo(isp, mac)).join(), `Mikrotik-Total-Limit ${gigabytes(5) / 2n}`)
  })

  test('of two different packages the one that ends later stays', async ({ assert }) => {
    const [stays, goes] = [await addCustomer(isp), await addCustomer(isp)]
    const mine = await giveNow(isp, stays, 'Day Pass')
    const theirs = await giveNow(isp, goes, 'Day Pass', {
      packageId: null,
      packageName: 'Week',
      expiresAt: DateTime.utc().plus({ days: 7 }),
    })
    assert.include(
      text((await owner.get(mergePage(stays, goes))).body),
      'Week of the other number ends later and goes on here. Day Pass ends.'
    )
    await inScope(stays, goes)
    assert.equal((await reread(stays)).activationId, theirs.id)
    assert.equal((await isp.inside(() => Activation.findOrFail(mine.id))).status, 'replaced')
  })

  test('devices the package has no room for make way', async ({ assert }) => {
    const [stays, goes] = [await addCustomer(isp), await addCustomer(isp)]
    const old = await addDevice(isp, stays, { lastSeenAt: DateTime.utc().minus({ days: 3 }) })
    const fresh = await addDevice(isp, goes, { lastSeenAt: DateTime.utc() })
    await giveNow(isp, stays, 'Day Pass')
    assert.include(text((await owner.get(mergePage(stays, goes))).body), `${old.mac} is removed`)
    await inScope(stays, goes)
    const left = await isp.inside(() => Device.query().where('customer_id', stays.id))
    assert.deepEqual(
      left.map(({ mac }) => mac),
      [fresh.mac]
    )
    assert.isEmpty(await answersTo(isp, old.mac))
    assert.isNotEmpty(await answersTo(isp, fresh.mac))
  })

  test('a block on either side holds', async ({ assert }) => {
    const stays = await addCustomer(isp)
    const goes = await addCustomer(isp, { status: 'blocked', blockedAt: DateTime.utc() })
    const { mac } = await addDevice(isp, goes)
    await giveNow(isp, goes, 'Day Pass')
    await inScope(stays, goes)
    assert.equal((await reread(stays)).status, 'blocked')
    assert.include((await answersTo(isp, mac)).join(), 'Auth-Type Reject')
  })

  test('is refused for {0}')
    .with([
      [
        'itself',
        async () => addCustomer(isp).then((one) => [one, one]),
        'That is the same number.',
      ],
      [
        'a number nobody proved',
        async () => [await addCustomer(isp, { status: 'pending' }), await addCustomer(isp)],
        'has not been proved',
      ],
    ] as [string, () => Promise<[Customer, Customer]>, string][])
    .run(async ({ assert }, [, both, said]) => {
      const [stays, goes] = await both()
      const { body } = await owner.get(mergePage(stays, goes))
      assert.include(text(body), said)
      assert.notInclude(body, 'name="understood"')
      await assert.rejects(() => inScope(stays, goes), /cannot be merged/)
    })

  test("a number that is nobody's is told: {$self}")
    .with([
      ['01700000000', 'No customer has this number.'],
      ["'; --", 'That is no mobile number.'],
    ])
    .run(async ({ assert }, [number = '', said = '']) => {
      const stays = await addCustomer(isp)
      const path = `/dashboard/customers/${stays.id}/merge?${new URLSearchParams({ number }).toString()}`
      assert.include(text((await owner.get(path)).body), said)
    })

  test('of two merges at once, crosswise, one happens', async ({ assert }) => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await addCustomer(isp), await addCustomer(isp)]
      await addDevice(isp, one)
      await addDevice(isp, other)
      await giveNow(isp, one, 'Day Pass')
      await giveNow(isp, other, 'Day Pass')
      const outcomes = await Promise.allSettled([inScope(one, other), inScope(other, one)])
      assert.sameMembers(
        outcomes.map(({ status }) => status),
        ['fulfilled', 'rejected']
      )
      const refused = outcomes.find((outcome) => outcome.status === 'rejected')
      assert.match(String(refused?.reason), /cannot be merged: merged/)
      const running = await isp.inside(() =>
        Activation.query().whereIn('customer_id', [one.id, other.id]).where('status', 'running')
      )
      assert.lengthOf(running, 1)
      assert.lengthOf(
        [await reread(one), await reread(other)].filter((each) => each.mergedInto),
        1
      )
    }
  })

  test('a customer of another ISP is not there to be merged', async ({ assert }) => {
    const neighbour = await openIsp({ gateways: false, packages: false })
    const stranger = await addCustomer(neighbour)
    const stays = await addCustomer(isp)
    assert.include(
      text((await owner.get(mergePage(stays, stranger))).body),
      'No customer has this number.'
    )
    await assert.rejects(
      () => inScope(stays, Object.assign(stranger, { id: 999_999 })),
      /Row not found/
    )
  })
})
