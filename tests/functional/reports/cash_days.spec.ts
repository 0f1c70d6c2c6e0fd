import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import type Account from '#platform/accounts/account'
import CashDay from '#payments/cash/cash_day'
import { cashDaysQuery } from '#payments/cash/cash_days_query'
import { drawerOf } from '#payments/cash/drawer'
import Activity from '#tenancy/activity/activity'
import { Tenancy } from '#tenancy/tenancy'
import { Counter } from '#tests/functional/recharge/counter'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { at, bookedCash, givenBack } from '#tests/functional/reports/books'
import {
  close,
  dayPage,
  daysAgo,
  offers,
  staffOf,
  type Staff,
} from '#tests/functional/reports/staff'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { employ } from '#tests/support/operator'
import { readPdf } from '#tests/unit/receipts/read_pdf'

const COUNTED = { opening: '500', counted: '614', handed_over: '100', note: 'One taka short' }

test.group('Reports | Closing a day', (group) => {
  let isp: Isp
  let owner: Staff
  /** Closes nothing in the end. */
  let idle: Staff
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await staffOf(isp, 'owner')
    idle = await staffOf(isp, 'cashier')
  })

  const closings = (cashier: Staff) => CashDay.query().where('cashier_id', cashier.account.id)

  test('the cashier counts, the owner confirms, and the sheet says the same', async ({
    assert,
  }) => {
    const cashier = await staffOf(isp, 'cashier')
    const { day, noon } = daysAgo(isp, 1)
    await bookedCash(isp, cashier.account, { paidAt: noon })
    await bookedCash(isp, cashier.account, { paidAt: noon, undoneAt: noon.plus({ hours: 1 }) })
    const path = dayPage(day, cashier.account)
    const closed = await close(cashier.visitor, path, COUNTED)
    assert.include(noticeOf(closed), 'The day is closed')
    for (const told of ['Cash taken ৳230', 'Undone −৳115', 'Difference −৳1', 'drawer ৳514']) {
      assert.include(text(closed.body), told)
    }
    assert.isFalse(offers(closed, `${path.split('?')[0]}/confirm`), 'a cashier does not confirm')

    const confirm = `${path.split('?')[0] ?? ''}/confirm`
    const confirmed = await owner.visitor.submit(path, {}, confirm)
    assert.include(text(confirmed.body), 'Confirmed by Rahim Uddin')
    assert.notMatch(confirmed.body, /@!\w/)
    const { octets } = await fetchedBy(cashier.visitor, `${path.split('?')[0]}/sheet.pdf?lang=en`)
    const [sheet] = readPdf(octets).pages
    for (const told of ['One taka short', 'A cashier', '−৳1', 'Confirmed by Rahim Uddin']) {
      assert.include(sheet?.text.replaceAll('|', ''), told)
    }
    const bangla = await fetchedBy(cashier.visitor, `${path.split('?')[0]}/sheet.pdf?lang=bn`)
    assert.include(readPdf(bangla.octets).pages[0]?.text.replaceAll('|', ''), 'নগদ')
    const acts = await isp.inside(() => Activity.query().whereLike('action', 'cash.%'))
    assert.sameMembers(
      acts.map(({ action }) => action),
      ['cash.closed', 'cash.confirmed']
    )
  })

  test('what comes after a closing is shown beside it and carried to the next', async ({
    assert,
  }) => {
    const cashier = await staffOf(isp, 'cashier')
    const [before, between, today] = [daysAgo(isp, 3), daysAgo(isp, 2), daysAgo(isp, 0)]
    const sale = await bookedCash(isp, cashier.account, { paidAt: before.noon })
    await close(cashier.visitor, dayPage(before.day, cashier.account), {
      ...COUNTED,
      counted: '615',
    })
    await isp.inside(() => sale.merge({ undoneAt: before.noon.plus({ hours: 2 }) }).save())
    await bookedCash(isp, cashier.account, { paidAt: between.noon, amountMinor: 4000 })

    const page = await owner.visitor.get(dayPage(before.day, cashier.account))
    assert.include(text(page.body), 'its cash changed by −৳115')
    assert.include(text(page.body), 'Difference ৳0', 'the closing stays as it was')
    const tenancy = await app.container.make(Tenancy)
    const drawer = await drawerOf(tenancy, isp.tenant, {
      cashierId: cashier.account.id,
      day: today.day,
    })
    assert.containSubset(drawer, {
      openingMinor: 51_500,
      carriedMinor: 4000 - 11_500,
      takenMinor: 0,
      closedBefore: before.day,
    })
    const late = await close(cashier.visitor, dayPage(today.day, cashier.account), {
      counted: '440',
    })
    assert.include(text(late.body), 'Should be in the drawer ৳440')
    const path = dayPage(between.day, cashier.account)
    const refused = await close(cashier.visitor, path, { ...COUNTED })
    assert.include(noticeOf(refused), 'A later day was closed')
  })

  test('cash given back counts against the drawer it left', async ({ assert }) => {
    const [cashier, other] = [await employ(isp, 'cashier'), await employ(isp, 'cashier')]
    const { day, noon } = daysAgo(isp, 1)
    const sale = await bookedCash(isp, cashier, { paidAt: noon })
    const by = { receivedBy: other.id, receivedByName: other.name }
    await givenBack(isp, sale, { ...by, amountMinor: 5000, byHand: true, paidAt: noon })
    const tenancy = await app.container.make(Tenancy)
    const drawer = ({ id }: Account) => drawerOf(tenancy, isp.tenant, { cashierId: id, day })
    assert.containSubset(await drawer(cashier), { takenMinor: 11_500, refundedMinor: 0 })
    assert.containSubset(await drawer(other), { takenMinor: 0, refundedMinor: 5000 })
  })

  test('a sale that came while the form was open has it looked at again', async ({ assert }) => {
    const path = dayPage(daysAgo(isp, 1).day, idle.account)
    const page = await close(idle.visitor, path, { ...COUNTED, seen: '0 0 1 0 0' })
    assert.include(noticeOf(page), 'Something was sold or undone')
    assert.isNull(await closings(idle).first())
  })

  test('of several closings at once one counts', async ({ assert }) => {
    const cashier = await staffOf(isp, 'cashier')
    const page = await cashier.visitor.get(dayPage(daysAgo(isp, 1).day, cashier.account))
    const form = formOf(
      page,
      `/dashboard/reports/cash/${daysAgo(isp, 1).day}/${cashier.account.id}`
    )
    const { host, browser } = cashier.visitor
    const sent = { method: 'POST' as const, form: { ...form.fields, ...COUNTED } }
    await Promise.all(Array.from({ length: 5 }, () => browser.visit(host, form.action, sent)))
    assert.lengthOf(await closings(cashier), 1)
  })

  test('{title}')
    .with([
      { title: 'letters', field: 'counted', value: 'many', told: 'Enter an amount' },
      { title: 'a tenth of a poisha', field: 'opening', value: '0.001', told: 'Enter an amount' },
      { title: 'less than nothing', field: 'counted', value: '-5', told: 'Enter an amount' },
      { title: 'more out than in', field: 'handed_over', value: '700', told: 'More than was' },
    ])
    .run(async ({ assert }, { field, value, told }) => {
      const path = dayPage(daysAgo(isp, 1).day, idle.account)
      const page = await close(idle.visitor, path, { ...COUNTED, [field]: value })
      assert.include(errorAt(page, field), told)
      assert.include(page.body, 'One taka short', 'what was entered stays')
      assert.isNull(await closings(idle).first())
    })

  test('cashiers see their own day alone, support none, tomorrow nobody', async ({ assert }) => {
    const [cashier, other] = [idle, { account: await employ(isp, 'cashier') }]
    const support = await staffOf(isp, 'support')
    const { day, noon } = daysAgo(isp, 1)
    await bookedCash(isp, other.account, { paidAt: noon })
    assert.equal((await cashier.visitor.get(dayPage(day, other.account))).status, 403)
    assert.equal((await support.visitor.get('/dashboard/reports/cash')).status, 403)
    assert.equal((await owner.visitor.get(dayPage(day, other.account))).status, 200)
    assert.equal((await owner.visitor.get(dayPage(day, support.account))).status, 404)
    const later = daysAgo(isp, -2).day
    assert.equal((await cashier.visitor.get(dayPage(later, cashier.account))).status, 404)
    assert.equal((await cashier.visitor.get(dayPage('2026-02-31', cashier.account))).status, 404)

    const list = (who: Staff) => who.visitor.get(`/dashboard/reports/cash?from=${day}&to=${day}`)
    const link = `/dashboard/reports/cash/${day}/${other.account.id}"`
    assert.notInclude((await list(cashier)).body, link)
    assert.include((await list(owner)).body, link)
    const stranger = await staffOf(await openIsp({ gateways: false }), 'owner')
    assert.notInclude((await list(stranger)).body, link)
    assert.equal((await stranger.visitor.get(dayPage(day, other.account))).status, 404)
  })
})

test.group('Reports | The counter and the drawer', () => {
  test('what is sold and undone at the counter is in the seller’s drawer', async ({ assert }) => {
    const counter = await Counter.open()
    const { isp } = counter
    const sold = await counter.sold(await counter.customer(), { package: 'Day Pass' })
    const other = await counter.sold(await counter.customer(), { package: 'Weekly' })
    await counter.undo(sold)
    const tenancy = await app.container.make(Tenancy)
    const day = other.paidAt.setZone(isp.tenant.timezone).toFormat('yyyy-MM-dd')
    const drawer = await drawerOf(tenancy, isp.tenant, { cashierId: isp.account.id, day })
    assert.containSubset(drawer, {
      sales: 2,
      takenMinor: sold.amountMinor + other.amountMinor,
      undoneMinor: sold.amountMinor,
      cashierName: 'Rahim Uddin',
    })
  })
})

test.group('Reports | Days where clocks change', () => {
  test('{title}')
    .with([
      { title: 'the day of 23 hours', first: '2026-03-29T00:00:00', last: '2026-03-29T22:59:59' },
      { title: 'the day of 25 hours', first: '2026-10-24T23:00:00', last: '2026-10-25T23:59:59' },
    ])
    .run(async ({ assert }, { first, last }) => {
      const isp = await openIsp({ packages: false, gateways: false })
      await isp.tenant.merge({ timezone: 'Europe/London' }).save()
      const moments = [at(first).minus({ seconds: 1 }), at(first), at(last)]
      moments.push(at(last).plus({ seconds: 1 }))
      for (const paidAt of moments) await bookedCash(isp, isp.account, { paidAt })

      const tenancy = await app.container.make(Tenancy)
      const period = { since: moments[0]?.toJSDate(), until: at(last).plus({ days: 1 }).toJSDate() }
      const rows = await cashDaysQuery(tenancy, isp.tenant, {
        since: period.since ?? period.until,
        until: period.until,
        from: '2026-01-01',
        to: '2026-12-31',
        cashierId: null,
      })
      const sales = rows.map(({ takings }) => takings?.sales)
      assert.deepEqual(sales, [1, 2, 1], 'the day before, the day, the day after')
      const day = rows[1]?.day ?? ''
      const drawer = await drawerOf(tenancy, isp.tenant, { cashierId: isp.account.id, day })
      assert.equal(drawer.sales, 2)
    })
})
