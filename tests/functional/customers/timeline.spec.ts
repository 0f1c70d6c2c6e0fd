import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { MacAddress } from '#core/mac_address'
import type { Fact } from '#dashboard/customers/fact'
import { customerTimelineQuery } from '#dashboard/queries/customer_timeline_query'
import Customer from '#hotspot/customers/customer'
import { LinkDevice } from '#hotspot/customers/link_device'
import { MergeCustomers } from '#hotspot/customers/merge_customers'
import HotspotLog from '#hotspot/logs/hotspot_log'
import { CreateVouchers } from '#hotspot/vouchers/create_vouchers'
import { RedeemVoucher } from '#hotspot/vouchers/redeem_voucher'
import Voucher from '#hotspot/vouchers/voucher'
import Activity from '#tenancy/activity/activity'
import { Tenancy } from '#tenancy/tenancy'
import { addCustomer, addDevice, addSession, giveNow } from '#tests/functional/customers/staff'
import { Counter } from '#tests/functional/recharge/counter'
import { text } from '#tests/support/forms'
import { anyMac } from '#tests/support/guest'
import { registerRouter } from '#tests/support/isp'

let counter: Counter

async function timelineOf({ id }: Customer): Promise<Fact[]> {
  const tenancy = await app.container.make(Tenancy)
  return counter.isp.inside(async () => {
    const customer = await Customer.query().where('id', id).preload('devices').firstOrFail()
    return customerTimelineQuery(tenancy, customer, DateTime.utc())
  })
}

async function link(customer: Customer, mac: MacAddress, routerId: number): Promise<void> {
  const action = await app.container.make(LinkDevice)
  await counter.isp.inside(async () => {
    const owner = await Customer.findOrFail(customer.id)
    await action.execute(owner, { mac, ip: '10.5.50.9', routerId })
  })
}

/** As FreeRADIUS writes what it answered. */
async function answered(mac: MacAddress, at: DateTime, reply: string, reason: string | null) {
  const tenancy = await app.container.make(Tenancy)
  await counter.isp.inside(() =>
    tenancy.transaction
      .insertQuery()
      .table('radpostauth')
      .insert({ username: mac, reply, reason, authdate: at.toJSDate() })
  )
}

/** A voucher for a day, as printed. */
async function voucherCode(): Promise<string> {
  const { isp } = counter
  const sold = await counter.package('Day Pass')
  const create = await app.container.make(CreateVouchers)
  return isp.inside(async () => {
    const { name } = await create.execute(isp.tenant, {
      packageId: sold.id,
      count: 1,
      label: null,
      expiresAt: null,
      createdByName: 'Rahim Uddin',
    })
    return (await Voucher.findByOrFail('batch', name)).code(isp.tenant.id)
  })
}

/** Moves what the log says of a device into the past, as if it had happened then. */
async function happenedAt(customer: Customer, mac: MacAddress, event: string, at: DateTime) {
  await counter.isp.inside(() =>
    HotspotLog.query()
      .where({ customerId: customer.id, mac, event })
      .update({ createdAt: at.toJSDate() })
  )
}

const says = (facts: Fact[]) => facts.map(({ kind, name }) => (name ? `${kind} ${name}` : kind))
const ago = (minutes: number) => DateTime.utc().minus({ minutes })
const page = async ({ id }: Customer, language = 'en') =>
  text((await counter.operator.get(`/dashboard/customers/${id}?lang=${language}`)).body)

test.group('Customers | The timeline', (group) => {
  group.setup(async () => {
    counter = await Counter.open({ replacementCooldownMinutes: 0, replacementsPerDay: 100 })
  })

  test('cash and its undoing are there, with who and why, and explain why nothing runs', async ({
    assert,
  }) => {
    const customer = await counter.customer()
    const payment = await counter.sold(customer, { package: 'Day Pass' })
    await counter.undo(payment, 'He wanted the Weekly')

    const facts = await timelineOf(customer)
    const [cash, undone] = ['received', 'undone'].map((kind) =>
      facts.find((each) => each.kind === kind)
    )
    assert.deepInclude(cash, { name: 'cash', about: 'Day Pass', who: 'Rahim Uddin' })
    assert.deepInclude(undone, { about: 'Day Pass', reason: 'He wanted the Weekly' })
    assert.equal(undone?.amount?.minor, payment.amountMinor)
    assert.includeMembers(says(facts), ['activity recharge.recorded', 'activity recharge.undone'])

    const shown = await page(customer)
    assert.match(
      shown,
      /No package is running\. Rahim Uddin undid the recharge at .*: He wanted the Weekly\./
    )
    assert.include(shown, 'Paid: Cash')
    assert.include(shown, 'Recharge undone')
  })

  test('it is told in Bangla too', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.undo(await counter.sold(customer, { package: 'Day Pass' }), 'ভুল')
    const shown = await page(customer, 'bn')
    assert.include(shown, 'রিচার্জ ফিরিয়ে নেওয়া হয়েছে')
    assert.include(shown, 'পরিশোধ: নগদ')
    assert.include(shown, 'এখন চলছে কিছুই না')
  })

  test('a voucher that was redeemed is there', async ({ assert }) => {
    const customer = await counter.customer()
    const redeem = await app.container.make(RedeemVoucher)
    await redeem.execute(counter.isp.tenant, customer, anyMac(), await voucherCode())
    const facts = await timelineOf(customer)
    assert.includeMembers(says(facts), ['received voucher', 'event activated'])
    assert.include(await page(customer), 'Paid: Voucher')
  })

  test('when a device was linked is there, by the log or by the device itself', async ({
    assert,
  }) => {
    const router = await registerRouter(counter.isp)
    const customer = await addCustomer(counter.isp)
    const logged = anyMac()
    await link(customer, logged, router.id)
    const { mac } = await addDevice(counter.isp, customer, { linkedAt: ago(90) })
    const links = (await timelineOf(customer)).filter(({ name }) => name === 'device_linked')
    assert.deepEqual(
      links.map((each) => each.mac),
      [logged, mac]
    )
    assert.equal(links[0]?.router, router.name)
    assert.equal(
      links[1]?.at.toMillis().toString().slice(0, -4),
      ago(90).toMillis().toString().slice(0, -4)
    )
  })

  test('a device that was replaced still tells what it did, and that it is refused now', async ({
    assert,
  }) => {
    const router = await registerRouter(counter.isp)
    const customer = await addCustomer(counter.isp)
    await giveNow(counter.isp, customer, 'Day Pass')
    const [old, fresh] = [anyMac(), anyMac()]
    await link(customer, old, router.id)
    await happenedAt(customer, old, 'device_linked', ago(60))
    await addSession(counter.isp, {
      mac: old,
      began: ago(50),
      ended: ago(30),
      cause: 'Admin-Reset',
      nas: router.address,
    })
    await link(customer, fresh, router.id)
    await answered(old, ago(0), 'Access-Reject', 'Join the Wi-Fi again and enter your number.')

    const facts = await timelineOf(customer)
    assert.includeMembers(says(facts), [
      'session_started',
      'session_stopped Admin-Reset',
      'event device_replaced',
    ])
    const refused = facts.find(({ kind }) => kind === 'refused')
    assert.deepInclude(refused, { mac: old, former: true })
    const shown = await page(customer)
    assert.include(shown, 'A device that was replaced asked RADIUS at')
    assert.include(shown, 'a device that was replaced')
  })

  test('what a device did before it came, and after somebody else had it, is not the customer’s', async ({
    assert,
  }) => {
    const router = await registerRouter(counter.isp)
    const [first, second] = [await addCustomer(counter.isp), await addCustomer(counter.isp)]
    const mac = anyMac()
    await link(first, mac, router.id)
    await happenedAt(first, mac, 'device_linked', ago(60))
    await addSession(counter.isp, { mac, began: ago(50), ended: ago(40), cause: 'First' })
    await link(second, mac, router.id)
    await happenedAt(second, mac, 'device_linked', ago(30))
    await addSession(counter.isp, { mac, began: ago(20), ended: ago(10), cause: 'Second' })
    await answered(mac, ago(15), 'Access-Reject', 'of the second')

    const [mine, theirs] = [says(await timelineOf(first)), says(await timelineOf(second))]
    assert.include(mine, 'session_stopped First')
    assert.notInclude(mine, 'session_stopped Second')
    assert.notInclude(mine, 'refused')
    assert.include(theirs, 'session_stopped Second')
    assert.include(theirs, 'refused')
    assert.notInclude(theirs, 'session_stopped First')
  })

  test('what operators did about the number is there, however much they did besides', async ({
    assert,
  }) => {
    const customer = await addCustomer(counter.isp)
    const act = (action: string, subject: string) =>
      counter.isp.inside(() =>
        Activity.create({ accountName: 'Karim', action, subject, detail: {} })
      )
    await act('customer.noted', customer.mobile)
    await act('recharge.recorded', `${customer.mobile}: Day Pass`)
    await act('customer.blocked', `${customer.mobile}0`)
    await act('customer.blocked', `x ${customer.mobile}`)
    const tenancy = await app.container.make(Tenancy)
    await counter.isp.inside(() =>
      tenancy.transaction.rawQuery(
        `insert into activity_log (account_name, action, subject)
         select 'Karim', 'voucher.created', 'Batch ' || n from generate_series(1, 2500) n`
      )
    )
    const facts = await timelineOf(customer)
    assert.deepEqual(
      facts.filter(({ kind }) => kind === 'activity').map(({ name, who }) => `${name} ${who}`),
      ['recharge.recorded Karim', 'customer.noted Karim']
    )
  })

  test('what was done about a number goes along when it is merged', async ({ assert }) => {
    const [stays, goes] = [await addCustomer(counter.isp), await addCustomer(counter.isp)]
    await counter.isp.inside(async () => {
      await Activity.create({
        accountName: 'Karim',
        action: 'customer.unblocked',
        subject: goes.mobile,
        detail: {},
      })
      await (await app.container.make(MergeCustomers)).execute(stays.id, goes.id)
    })
    assert.include(says(await timelineOf(stays)), 'activity customer.unblocked')
  })

  test('a device that a merge had no room for is a former one', async ({ assert }) => {
    const [stays, goes] = [await addCustomer(counter.isp), await addCustomer(counter.isp)]
    const old = await addDevice(counter.isp, goes, { lastSeenAt: ago(100) })
    await addDevice(counter.isp, stays, { lastSeenAt: ago(1) })
    await giveNow(counter.isp, stays, 'Day Pass')
    await counter.isp.inside(async () =>
      (await app.container.make(MergeCustomers)).execute(stays.id, goes.id)
    )
    await answered(old.mac, ago(0), 'Access-Reject', 'no')
    assert.deepInclude(
      (await timelineOf(stays)).find(({ kind }) => kind === 'refused'),
      { former: true, mac: old.mac }
    )
  })

  test('a new speed that a router was told of is there', async ({ assert }) => {
    const router = await registerRouter(counter.isp)
    const customer = await counter.customer(router.id)
    await counter.isp.inside(async () => {
      const sold = await counter.package('Day Pass')
      await sold.merge({ octetsLimit: null }).save()
    })
    await counter.sold(customer, { package: 'Day Pass' })
    await counter.sold(customer, { package: 'Day Pass' })
    const told = says(await timelineOf(customer)).filter((said) => /^(login|change)/.test(said))
    assert.deepEqual(told.map((said) => said.split('_')[0]).toSorted(), ['change', 'login'])
  })
})

test.group('Customers | An undone recharge in the log', (group) => {
  group.setup(async () => {
    counter = await Counter.open()
  })

  test('is an event of its own, shown in words in English and Bangla', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    await counter.undo(await counter.sold(customer, { package: 'Weekly' }), 'wrong package')

    const logs = await counter.isp.inside(() =>
      HotspotLog.query().where('customer_id', customer.id).orderBy('id')
    )
    assert.deepEqual(
      logs.map(({ event }) => event),
      ['activated', 'activated', 'recharge_undone']
    )
    assert.deepInclude(logs[2]?.detail, {
      package: 'Weekly',
      goes_on: 'Day Pass',
      who: 'Rahim Uddin',
      reason: 'wrong package',
    })
    const shown = async (language: string) => {
      const query = new URLSearchParams({ q: customer.mobile, lang: language }).toString()
      return text((await counter.operator.get(`/dashboard/logs?${query}`)).body)
    }
    const english = await shown('en')
    assert.include(english, 'Recharge undone')
    for (const words of ['package Weekly', 'runs now Day Pass', 'by Rahim Uddin', 'reason wrong']) {
      assert.include(english, words)
    }
    const bangla = await shown('bn')
    assert.include(bangla, 'রিচার্জ ফিরিয়ে নেওয়া হয়েছে')
    assert.include(bangla, 'এখন চলছে Day Pass')
  })
})

test.group('Customers | Sessions of nobody', (group) => {
  group.setup(async () => {
    counter = await Counter.open()
  })

  test('are shown with what they used, until somebody has the device', async ({ assert }) => {
    const router = await registerRouter(counter.isp)
    const customer = await addCustomer(counter.isp)
    const { mac: known } = await addDevice(counter.isp, customer)
    const stranger = anyMac()
    for (const mac of [known, stranger]) {
      const session = { mac, began: ago(30), download: 3 * 1024 ** 2, nas: router.address }
      await addSession(counter.isp, session)
    }
    const shown = async (query = '') =>
      text((await counter.operator.get(`/dashboard/logs?tab=unknown${query}`)).body)
    const listed = await shown()
    for (const told of [stranger, router.name, '3 MB']) assert.include(listed, told)
    assert.notInclude(listed, known)
    assert.include(await shown(`&q=${stranger.slice(3, 8).toLowerCase()}`), stranger)
    assert.notInclude(await shown('&q=%25'), stranger)
    assert.include(await shown('&lang=bn'), 'অচেনা ডিভাইস')

    await link(customer, stranger, router.id)
    assert.include(await shown('&lang=en'), 'No unknown devices')
  })
})
