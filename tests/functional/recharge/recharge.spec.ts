import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { gigabytes } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Package from '#hotspot/packages/package'
import SmsMessage from '#messaging/sms_message'
import RouterCommand from '#routers/commands/router_command'
import Activity from '#tenancy/activity/activity'
import { noticeOf, text } from '#tests/support/forms'
import { aPackage } from '#tests/support/fixtures'
import { Guest } from '#tests/support/guest'
import { registerRouter } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { Purchase } from '#tests/support/purchase'
import { radiusRowsOf } from '#tests/support/radius_rows'
import { Counter } from '#tests/functional/recharge/counter'

const DAY = 86_400

function secondsFromNow(at: DateTime): number {
  return at.diffNow().as('seconds')
}

test.group('Recharge | At the counter', (group) => {
  let counter: Counter
  group.setup(async () => {
    counter = await Counter.open()
  })

  test('a package is sold for cash, with everything that belongs to it', async ({ assert }) => {
    const router = await registerRouter(counter.isp)
    const customer = await counter.customer(router.id)
    const shown = text((await counter.look(customer, { package: 'Day Pass' })).body)
    assert.include(shown, 'Total ৳30')
    assert.match(shown, /Runs until \d+ \w+ \d{4}, \d\d:\d\d Asia\/Dhaka Data to use 2 GB/)
    assert.include(shown, 'Nothing is running, so nothing is lost')

    const payment = await counter.sold(customer, { package: 'Day Pass' })
    assert.include(payment.$attributes, {
      method: 'cash',
      amountMinor: 3000,
      discountMinor: 0,
      taxMinor: 0,
    })
    assert.include(payment.$attributes, {
      receivedBy: counter.isp.account.id,
      receivedByName: 'Rahim Uddin',
    })

    const { activation, customer: now } = await counter.standing(customer)
    assert.equal(now.status, 'active')
    assert.equal(activation?.id, payment.activationId)
    assert.include(activation?.$attributes, {
      packageName: 'Day Pass',
      source: 'cash',
      status: 'running',
    })
    assert.closeTo(secondsFromNow(activation?.expiresAt ?? DateTime.utc()), DAY, 20)

    await counter.isp.inside(async () => {
      const [device] = await now.related('devices').query()
      const rows = Object.fromEntries(await radiusRowsOf(device?.mac ?? ''))
      assert.equal(rows['Mikrotik-Rate-Limit'], '5M/10M')
      assert.equal(rows['Mikrotik-Total-Limit'], String(gigabytes(2)))

      const commands = await RouterCommand.query().where('router_id', router.id)
      assert.deepEqual(
        commands.map(({ kind, payload }) => [kind, payload.mac]),
        [['login', device?.mac]]
      )
      const log = await HotspotLog.query().where('customer_id', customer.id).firstOrFail()
      assert.equal(log.event, 'activated')
      assert.include(log.detail, {
        source: 'cash',
        package: 'Day Pass',
        who: 'Rahim Uddin',
        from: counter.operator.address,
      })
      const sms = await SmsMessage.query().where('mobile', customer.mobile).firstOrFail()
      assert.equal(sms.event, 'payment_confirmed')
      assert.include(sms.body, 'BDT 30.00')
      const activity = await Activity.query().where('action', 'recharge.recorded').firstOrFail()
      assert.include(activity.$attributes, {
        accountName: 'Rahim Uddin',
        ip: counter.operator.address,
        subject: `${customer.mobile}: Day Pass`,
      })
    })
  })

  test('the page after it shows the payment and the receipt', async ({ assert }) => {
    const customer = await counter.customer()
    const page = await counter.operator.follow(await counter.sell(customer, { package: 'Weekly' }))
    assert.include(noticeOf(page), 'Weekly is active')
    assert.include(text(page.body), 'Total ৳150')
    assert.match(page.body, /href="\/dashboard\/receipts\/\d+\.pdf"/)
  })

  test('{mode} {bought} while a Day Pass runs: {outcome}')
    .with([
      {
        mode: 'usual',
        bought: 'Day Pass',
        outcome: 'extends',
        days: 2,
        data: gigabytes(4),
        says: 'Kept: what is left of Day Pass',
      },
      {
        mode: 'usual',
        bought: 'Weekly',
        outcome: 'replaces',
        days: 7,
        data: gigabytes(10),
        says: 'Lost: what is left of Day Pass',
      },
      {
        mode: 'add',
        bought: 'Weekly',
        outcome: 'extends',
        days: 8,
        data: gigabytes(12),
        says: 'Kept: what is left of Day Pass',
      },
      {
        mode: 'add',
        bought: 'Monthly Unlimited',
        outcome: 'extends',
        days: 31,
        data: null,
        says: 'Kept: what is left of Day Pass',
      },
      {
        mode: 'replace',
        bought: 'Day Pass',
        outcome: 'replaces',
        days: 1,
        data: gigabytes(2),
        says: 'Lost: what is left of Day Pass',
      },
    ] as const)
    .run(async ({ assert }, { mode, bought, outcome, days, data, says }) => {
      const customer = await counter.customer()
      const first = await counter.sold(customer, { package: 'Day Pass' })
      const shown = await counter.look(customer, { package: bought, mode })
      assert.include(text(shown.body), says)

      const { headers } = await counter.record(customer, shown, mode)
      assert.match(headers.location ?? '', /recharges/)
      const { activation } = await counter.standing(customer)
      assert.equal(activation?.id === first.activationId, outcome === 'extends')
      assert.equal(activation?.packageName, bought)
      assert.equal(activation?.octetsLimit, data)
      assert.closeTo(secondsFromNow(activation?.expiresAt ?? DateTime.utc()), days * DAY, 20)
      if (outcome === 'replaces') {
        const old = await counter.isp.inside(() => Activation.findOrFail(first.activationId))
        assert.equal(old.status, 'replaced')
      }
    })

  test('only hotspot packages on sale can be chosen', async ({ assert }) => {
    const hidden = await counter.isp.inside(async () => [
      await Package.create(aPackage({ name: 'Fibre Home', customerType: 'pppoe' })),
      await Package.create(aPackage({ name: 'Old Offer', active: false })),
      await Package.findByOrFail('name', 'Trial'),
    ])
    const customer = await counter.customer()
    const { body } = await counter.operator.get(`/dashboard/customers/${customer.id}/recharge`)
    const options = [...body.matchAll(/<option value="(\d+)"/g)].map(([, id]) => Number(id))
    assert.isAbove(options.length, 2)
    for (const { id, name } of hidden) {
      assert.notInclude(options, id)
      const page = await counter.sell(customer, { package: name })
      assert.equal(page.status, 422)
    }
    assert.lengthOf(await counter.payments(customer), 0)
  })

  test('the invoice is shown by a button, without JavaScript, and nothing is done', async ({
    assert,
  }) => {
    const customer = await counter.customer()
    const weekly = await counter.package('Weekly')
    const page = await counter.operator.send(`/dashboard/customers/${customer.id}/recharge`, {
      package_id: String(weekly.id),
      act: 'show',
    })
    assert.equal(page.status, 200)
    assert.include(text(page.body), 'Total ৳150')
    assert.lengthOf(await counter.payments(customer), 0)
  })

  test('a discount of "{typed}" is {verdict}')
    .with([
      { typed: '5', verdict: 'taken', minor: 500 },
      { typed: '5.50', verdict: 'taken', minor: 550 },
      { typed: '30', verdict: 'taken', minor: 3000 },
      { typed: '30.01', verdict: 'refused', minor: 0 },
      { typed: '-5', verdict: 'refused', minor: 0 },
      { typed: '5.555', verdict: 'refused', minor: 0 },
      { typed: 'all', verdict: 'refused', minor: 0 },
      { typed: '<b>', verdict: 'refused', minor: 0 },
    ])
    .run(async ({ assert }, { typed, verdict, minor }) => {
      const customer = await counter.customer()
      const page = await counter.sell(customer, { package: 'Day Pass', discount: typed })
      const [payment] = await counter.payments(customer)
      if (verdict === 'refused') {
        assert.equal(page.status, 422)
        assert.isUndefined(payment)
        assert.notInclude(page.body, 'value="<b>"')
      } else
        assert.include(payment?.$attributes, { discountMinor: minor, amountMinor: 3000 - minor })
    })

  test('a {role} {may}')
    .with([
      { role: 'manager', may: 'sells', sells: true },
      { role: 'cashier', may: 'sells', sells: true },
      { role: 'support', may: 'does not', sells: false },
    ] as const)
    .run(async ({ assert }, { role, sells }) => {
      const operator = await operatorOf(counter.isp, role)
      const customer = await counter.customer()
      const page = await counter.look(customer, { package: 'Day Pass' }, operator)
      assert.equal(page.status, sells ? 200 : 403)
      if (!sells) return
      await counter.record(customer, page, 'usual', operator)
      assert.lengthOf(await counter.payments(customer), 1)
    })

  test('a blocked customer is sold nothing', async ({ assert }) => {
    const customer = await counter.customer()
    const shown = await counter.look(customer, { package: 'Day Pass' })
    await counter.isp.inside(() => customer.merge({ status: 'blocked' }).save())
    const page = await counter.record(customer, shown)
    assert.equal(page.status, 422)
    assert.include(noticeOf(page), 'This customer is blocked')
    assert.lengthOf(await counter.payments(customer), 0)
  })

  test('another ISP’s customer is nobody', async ({ assert }) => {
    const other = await Counter.open()
    for (let n = 0; n < 40; n += 1) await other.customer()
    const theirs = await other.customer()
    const address = `/dashboard/customers/${theirs.id}/recharge`
    assert.equal((await counter.operator.get(address)).status, 404)
    const mine = await counter.customer()
    const shown = await counter.look(mine, { package: 'Day Pass' })
    assert.equal(
      (
        await counter.record(theirs, {
          ...shown,
          body: shown.body.replaceAll(`/customers/${mine.id}/`, `/customers/${theirs.id}/`),
        })
      ).status,
      404
    )
    assert.lengthOf(await other.payments(theirs), 0)
  })
})

test.group('Recharge | Tax', () => {
  test('{percent}% {how} on ৳30 less ৳{discount}: ৳{total}, of which ৳{tax} are tax')
    .with([
      { percent: 15, how: 'inclusive', discount: '0', total: 3000, tax: 391 },
      { percent: 15, how: 'exclusive', discount: '0', total: 3450, tax: 450 },
      { percent: 15, how: 'inclusive', discount: '5', total: 2500, tax: 326 },
      { percent: 15, how: 'exclusive', discount: '5', total: 2875, tax: 375 },
      { percent: 7.5, how: 'exclusive', discount: '0.01', total: 3224, tax: 225 },
    ])
    .run(async ({ assert }, { percent, how, discount, total, tax }) => {
      const counter = await Counter.open({ taxPercent: percent, taxInclusive: how === 'inclusive' })
      const customer = await counter.customer()
      const payment = await counter.sold(customer, { package: 'Day Pass', discount })
      assert.include(payment.$attributes, { amountMinor: total, taxMinor: tax })
    })
})

test.group('Recharge | At once and too late', (group) => {
  let counter: Counter
  group.setup(async () => {
    counter = await Counter.open()
  })

  test('one form sent five times is one recharge', async ({ assert }) => {
    const customer = await counter.customer()
    const shown = await counter.look(customer, { package: 'Day Pass' })
    const pages = await Promise.all([1, 2, 3, 4, 5].map(() => counter.record(customer, shown)))
    const [payment, ...more] = await counter.payments(customer)
    assert.lengthOf(more, 0)
    for (const { headers } of pages) {
      assert.equal(headers.location, `/dashboard/recharges/${payment?.id}`)
    }
    const { activation } = await counter.standing(customer)
    assert.equal(activation?.octetsLimit, gigabytes(2))
  })

  test('two cashiers at once: one sells, the other is shown the new invoice', async ({
    assert,
  }) => {
    const customer = await counter.customer()
    const other = await operatorOf(counter.isp, 'cashier')
    const sale = { package: 'Day Pass' }
    const [mine, theirs] = [
      await counter.look(customer, sale),
      await counter.look(customer, sale, other),
    ]
    const pages = await Promise.all([
      counter.record(customer, mine),
      counter.record(customer, theirs, 'usual', other),
    ])
    assert.deepEqual(pages.map(({ status }) => status).toSorted(), [302, 409])
    const stale = pages.find(({ status }) => status === 409)
    assert.include(noticeOf(stale ?? mine), 'Something changed since the invoice was shown')
    assert.include(text(stale?.body ?? ''), 'Kept: what is left of Day Pass')
    assert.lengthOf(await counter.payments(customer), 1)

    const late = pages[0] === stale ? counter.operator : other
    const agreed = await counter.record(customer, stale ?? mine, 'usual', late)
    assert.equal(agreed.status, 302)
    const { activation } = await counter.standing(customer)
    assert.equal(activation?.octetsLimit, gigabytes(4))
  })

  test('a form on which {what} after the invoice was shown records nothing')
    .with([
      { what: 'the discount was changed', fields: { discount: '1' } },
      { what: 'what was seen was taken away', fields: { seen: '' } },
      {
        what: 'what was seen was forged',
        fields: { seen: 'BDT 1 starts none 2147483648 2026-11-22T10:00Z' },
      },
      { what: 'what was seen is nonsense', fields: { seen: '<script>' } },
    ])
    .run(async ({ assert }, { fields }) => {
      const customer = await counter.customer()
      const shown = await counter.look(customer, { package: 'Day Pass' })
      const body = Object.entries(fields).reduce(
        (html, [name, value]) =>
          html.replace(new RegExp(`(name="${name}"[^>]*value=")[^"]*`), `$1${value}`),
        shown.body
      )
      assert.equal((await counter.record(customer, { ...shown, body })).status, 409)
      assert.lengthOf(await counter.payments(customer), 0)
    })

  test('a price that was changed meanwhile is shown before it is taken', async ({ assert }) => {
    const own = await Counter.open()
    const customer = await own.customer()
    const shown = await own.look(customer, { package: 'Day Pass' })
    await own.isp.inside(() =>
      Package.query().where('name', 'Day Pass').update({ priceMinor: 4000 })
    )
    const page = await own.record(customer, shown)
    assert.equal(page.status, 409)
    assert.include(text(page.body), 'Total ৳40')
    assert.lengthOf(await own.payments(customer), 0)
  })

  test('a page that lay open for {minutes} minutes {does}')
    .with([
      { minutes: 10, does: 'still sells', status: 302 },
      { minutes: 40, does: 'is shown anew', status: 409 },
    ])
    .run(async ({ assert }, { minutes, status }) => {
      const customer = await counter.customer()
      const shown = await counter.look(customer, { package: 'Day Pass' })
      const body = shown.body.replace(/(\d{4}-\d\d-\d\dT\d\d:\d\d)Z(?=")/, (_, at: string) =>
        DateTime.fromISO(at, { zone: 'utc' }).minus({ minutes }).toFormat("yyyy-MM-dd'T'HH:mm'Z'")
      )
      assert.notEqual(body, shown.body)
      assert.equal((await counter.record(customer, { ...shown, body })).status, status)
    })

  test('an online payment arrives in the middle: both are there, and nothing is lost', async ({
    assert,
  }) => {
    const router = await registerRouter(counter.isp)
    const guest = new Guest(counter.isp, router)
    const purchase = await Purchase.begin(guest, 'Day Pass')
    const customer = await guest.customer()
    const shown = await counter.look(customer, { package: 'Day Pass' })

    const [page] = await Promise.all([counter.record(customer, shown), purchase.pay()])
    await purchase.becomes('paid')
    assert.include([302, 409], page.status)
    if (page.status === 409) {
      assert.equal((await counter.record(customer, page)).status, 302)
    }
    const payments = await counter.payments(customer)
    assert.deepEqual(payments.map(({ method }) => method).toSorted(), ['bkash', 'cash'])
    const { activation } = await counter.standing(customer)
    assert.equal(activation?.octetsLimit, gigabytes(4))
    assert.closeTo(secondsFromNow(activation?.expiresAt ?? DateTime.utc()), 2 * DAY, 30)
  })
})
