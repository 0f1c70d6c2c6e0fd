import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import Activation from '#hotspot/activation/activation'
import { offerOf } from '#hotspot/activation/offer'
import type Customer from '#hotspot/customers/customer'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import Package from '#hotspot/packages/package'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { ChangeSessions } from '#hotspot/router_access/change_sessions'
import CustomerPayment from '#payments/customer_payment'
import { addCustomer, addDevice } from '#tests/functional/customers/staff'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { aPackage } from '#tests/support/fixtures'
import { text } from '#tests/support/forms'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { radiusRowsOf } from '#tests/support/radius_rows'
import { readPdf } from '#tests/unit/receipts/read_pdf'
import { sweepAt, tenancyOf } from './stage.js'

/** An ISP where clocks change, and somebody at its counter. */
async function ispIn(timezone: string): Promise<{ isp: Isp; owner: Visitor }> {
  const isp = await openIsp({ packages: false })
  await isp.tenant.merge({ timezone }).save()
  return { isp, owner: await operatorOf(isp) }
}

const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })

/** Sells a package for cash at a moment of the tenant's, as a counter does. */
async function sell(isp: Isp, customer: Customer, terms: Partial<Package>, at: DateTime) {
  const activate = new ActivatePackage(
    await tenancyOf(),
    new FrozenClock(at.toUTC()),
    await app.container.make(BringOnline),
    await app.container.make(ChangeSessions)
  )
  return isp.inside(async () => {
    const sold = await Package.create(aPackage(terms))
    const activation = await activate.execute(customer.id, offerOf(sold), 'cash')
    const payment = await CustomerPayment.create({
      customerId: customer.id,
      activationId: activation.id,
      method: 'cash',
      packageName: sold.name,
      amountMinor: sold.priceMinor,
      currency: sold.currency,
      paidAt: at.toUTC(),
    })
    return { activation, payment }
  })
}

const statusOf = (isp: Isp, { id }: Activation) =>
  isp.inside(async () => (await Activation.findOrFail(id)).status)

test.group('Suspension | Where clocks change', () => {
  test('{what} in {zone}, bought at {bought}, is over at {ends} sharp, and every page says so')
    .with([
      {
        what: 'a day to midnight, over the autumn change',
        zone: 'Europe/London',
        terms: { untilMidnight: true },
        bought: '2044-10-29T12:00',
        ends: '2044-10-30T23:59:59Z',
        shown: '30 Oct 2044, 23:59',
      },
      {
        what: 'a day to midnight, over the autumn change',
        zone: 'America/New_York',
        terms: { untilMidnight: true },
        bought: '2044-11-05T20:00',
        ends: '2044-11-07T04:59:59Z',
        shown: '6 Nov 2044, 23:59',
      },
      {
        what: 'a day to midnight, over the spring change',
        zone: 'Europe/London',
        terms: { untilMidnight: true },
        bought: '2044-03-26T23:30',
        ends: '2044-03-27T22:59:59Z',
        shown: '27 Mar 2044, 23:59',
      },
      {
        what: 'a day of 24 hours',
        zone: 'America/New_York',
        terms: {},
        bought: '2044-03-12T12:00',
        ends: '2044-03-13T17:00:00Z',
        shown: '13 Mar 2044, 13:00',
      },
      {
        what: 'a month',
        zone: 'Europe/London',
        terms: { validityMonths: 1 },
        bought: '2044-10-15T12:00',
        ends: '2044-11-15T12:00:00Z',
        shown: '15 Nov 2044, 12:00',
      },
    ])
    .run(async ({ assert }, { zone, terms, bought, ends, shown }) => {
      const { isp, owner } = await ispIn(zone)
      const customer = await addCustomer(isp)
      const { mac } = await addDevice(isp, customer)
      const begins = DateTime.fromISO(bought, { zone })
      const { activation, payment } = await sell(isp, customer, terms, begins)
      const end = utc(ends)
      assert.equal(activation.expiresAt.toISO(), end.toISO())
      const rows = Object.fromEntries(await isp.inside(() => radiusRowsOf(mac)))
      assert.equal(rows.Expiration, end.toFormat('dd LLL yyyy HH:mm:ss'), 'FreeRADIUS reads UTC')

      const page = text((await owner.get(`/dashboard/customers/${customer.id}?lang=en`)).body)
      assert.include(page, shown)
      assert.include(page, begins.toFormat('d LLL yyyy, HH:mm'))
      const pdf = await fetchedBy(owner, `/dashboard/receipts/${payment.id}.pdf?lang=en`)
      const receipt = readPdf(pdf.octets)
        .pages.map((each) => each.text.replaceAll('|', ''))
        .join('')
      for (const told of [shown, begins.toFormat('d LLL yyyy, HH:mm')]) {
        assert.include(receipt, told)
      }

      await (await sweepAt(end.minus({ seconds: 1 }))).execute(isp.tenant)
      assert.equal(await statusOf(isp, activation), 'running')
      await (await sweepAt(end)).execute(isp.tenant)
      assert.equal(await statusOf(isp, activation), 'suspended')
      const log = await isp.inside(() => AutoSuspensionLog.findByOrFail('customer_id', customer.id))
      assert.equal(log.suspendedAt.toMillis(), end.toMillis())
      const logs = text((await owner.get('/dashboard/logs?tab=suspensions&lang=en')).body)
      assert.include(logs, shown)
    })

  test('the hour that comes twice is told apart by the second, not by the clock', async ({
    assert,
  }) => {
    const { isp } = await ispIn('America/New_York')
    const terms = { validitySeconds: 3600 }
    const [first, second] = [utc('2044-11-06T04:30:00Z'), utc('2044-11-06T05:30:00Z')]
    const sold = []
    for (const at of [first, second]) {
      sold.push(await sell(isp, await addCustomer(isp), { ...terms, name: at.toISO() ?? '' }, at))
    }
    const [early, late] = sold.map(({ activation }) => activation)
    if (!early || !late) throw new Error('Nothing was sold')
    const local = (each: Activation) => each.expiresAt.setZone('America/New_York').toFormat('H:mm')
    assert.deepEqual([local(early), local(late)], ['1:30', '1:30'])

    await (await sweepAt(utc('2044-11-06T05:30:00Z'))).execute(isp.tenant)
    assert.deepEqual(
      [await statusOf(isp, early), await statusOf(isp, late)],
      ['suspended', 'running']
    )
    await (await sweepAt(utc('2044-11-06T06:29:59Z'))).execute(isp.tenant)
    assert.equal(await statusOf(isp, late), 'running')
    await (await sweepAt(utc('2044-11-06T06:30:00Z'))).execute(isp.tenant)
    assert.equal(await statusOf(isp, late), 'suspended')
  })

  test('the customer’s own receipts are in the tenant’s time of that day', async ({ assert }) => {
    const { isp } = await ispIn('Europe/London')
    const guest = new Guest(isp, await registerRouter(isp))
    const page = await guest.comeBack()
    const customer = await guest.customer()
    const winter = DateTime.fromISO('2044-01-10T09:15', { zone: 'Europe/London' })
    const summer = DateTime.fromISO('2044-07-10T09:15', { zone: 'Europe/London' })
    await sell(isp, customer, { name: 'Winter', validitySeconds: 60 }, winter)
    await sell(isp, customer, { name: 'Summer', validitySeconds: 60 }, summer)

    const shown = text((await guest.visitor.get(portalPage(page, '/receipts'))).body)
    assert.include(shown, '10 Jan 2044, 09:15')
    assert.include(shown, '10 Jul 2044, 09:15')
  })
})
