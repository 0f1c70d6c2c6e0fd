import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import app from '@adonisjs/core/services/app'
import { randomInt } from 'node:crypto'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { IssueInvoice } from '#platform/billing/invoices/issue_invoice'
import { SettleInvoice } from '#platform/billing/invoices/settle_invoice'
import { SUSPEND_DAYS } from '#platform/billing/standing/standing'
import { METERED } from '#platform/billing/stripe/plan_prices'
import Subscription from '#platform/billing/subscription/subscription'
import { RevenueMonths } from '#platform/revenue/revenue_months'
import { adminVisitor } from '#tests/functional/admin/admin'
import {
  asked,
  billing,
  later,
  priceOf,
  priceWith,
  subscribed,
  visitIsp,
  withBilling,
} from '#tests/functional/platform/billing/stage'
import { TestClock } from '#tests/functional/platform/billing/test_clock'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'

/** No other test’s invoices run in it, so that what is counted is ours; no leap year. */
const YEAR = 2101 + 10 * randomInt(40)
const on = (month: number, day: number) => DateTime.utc(YEAR, month, day)

/** What an admin sees of the months of that year at some moment. */
async function monthsAt(moment: DateTime) {
  const months = await new RevenueMonths(db, new FrozenClock(moment)).list()
  return (month: number) => months.find(({ name }) => name === on(month, 1).toFormat('yyyy-MM'))
}

/** As if the last move had happened then: the database writes its own time. */
async function lastEventWas({ tenant }: Isp, moment: DateTime): Promise<void> {
  await asOwner(
    `update platform.tenant_events set created_at = $2 where id =
       (select max(id) from platform.tenant_events where tenant_id = $1 and kind = 'status')`,
    [tenant.id, moment.toJSDate()]
  )
}

test.group('Platform revenue', (group) => {
  let isp: Isp
  withBilling(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })
  group.each.teardown(async () => {
    await asOwner('delete from platform.invoices where period_start > $1', [on(1, 1).toJSDate()])
    await asOwner('delete from platform.revenue_months where month > $1', [on(1, 1).toISODate()])
  })

  test('by card begins with the first payment, follows the plan, ends with it, and stays written', async ({
    assert,
  }) => {
    const { client } = billing()
    const clock = await TestClock.at(on(1, 10))
    const { id, items } = await subscribed(isp, 'growth', { trialDays: 14, clock: clock.id })
    const trial = await monthsAt(on(1, 20))
    assert.containsSubset(trial(1), { converted: 0, money: [] })

    await clock.advanceTo(on(2, 5))
    await asked(isp)
    const begun = await monthsAt(on(2, 5))
    const usd = { currency: 'USD', recurringMinor: 4900, receivedMinor: 4900 }
    assert.containsSubset(begun(1), { paying: 0, lost: 0, converted: 1, lapsed: 0, money: [usd] })
    assert.containsSubset(begun(2), { paying: 1, lost: 0, converted: 0 })

    await client.subscriptions.update(id, {
      items: [
        { id: items.data[0]?.id ?? '', price: await priceOf('pro') },
        { price: await priceWith(METERED) },
      ],
      proration_behavior: 'always_invoice',
      proration_date: on(2, 5).toUnixInteger(),
    })
    await asked(isp)
    const [upgraded] = (await monthsAt(on(2, 6)))(2)?.money ?? []
    assert.approximately(upgraded?.recurringMinor ?? 0, 14_900, 2)

    await clock.advanceTo(on(3, 5))
    await client.subscriptions.update(id, { cancel_at_period_end: true })
    await clock.advanceTo(on(4, 10))
    await asked(isp)
    const ended = await monthsAt(on(4, 10))
    assert.equal(ended(2)?.money[0]?.recurringMinor, 14_900)
    assert.containsSubset(ended(2), { paying: 1, lost: 0 })
    assert.containsSubset(ended(3), { paying: 1, lost: 1, money: [] })
    assert.containsSubset(ended(4), { paying: 0, lost: 0, money: [] })

    const months = new RevenueMonths(db, new FrozenClock(on(4, 10)))
    await Promise.all([months.close(), months.close()])
    await asOwner(`update platform.invoices set status = 'uncollectible' where tenant_id = $1`, [
      isp.tenant.id,
    ])
    const kept = await monthsAt(on(4, 10))
    for (const month of [1, 2, 3]) {
      assert.deepInclude(kept(month), { ...ended(month), isClosed: true })
    }
    assert.isFalse(kept(4)?.isClosed)
  }).timeout(60_000)

  test('by invoice begins when the money is seen, and is lost when it is not', async ({
    assert,
  }) => {
    await Subscription.updateOrCreate(
      { tenantId: isp.tenant.id },
      { way: 'invoice', plan: 'starter' }
    )
    const { id, amountMinor, taxMinor, currency } = await later(
      0,
      async () => (await app.container.make(IssueInvoice)).execute(isp.tenant, 'starter'),
      on(5, 10)
    )
    const unpaid = await monthsAt(on(5, 20))
    assert.deepEqual(unpaid(5)?.money, [], 'an invoice that nobody has paid earns nothing')
    await later(
      0,
      async () =>
        (await app.container.make(SettleInvoice)).execute({
          invoiceId: id,
          receivedMinor: amountMinor,
          reference: 'Bank 4711',
          by: { accountId: isp.account.id, name: 'An admin' },
        }),
      on(5, 20)
    )
    const paid = await monthsAt(on(6, 1))
    const recurring = { currency, recurringMinor: amountMinor - taxMinor }
    assert.containsSubset(paid(5), {
      converted: 1,
      money: [{ ...recurring, receivedMinor: amountMinor }],
    })

    await later(0, () => visitIsp(isp), on(6, 5))
    assert.containsSubset((await monthsAt(on(6, 20)))(6), { paying: 1, money: [recurring] })
    await later(SUSPEND_DAYS, () => visitIsp(isp), on(6, 13))
    assert.equal(isp.tenant.status, 'suspended')
    await lastEventWas(isp, on(7, 13))
    assert.containsSubset((await monthsAt(on(7, 20)))(7), { paying: 1, lost: 1, money: [] })
  })

  test('counts a trial that nobody paid for as lapsed, and each currency by itself', async ({
    assert,
  }) => {
    await later(0, () => visitIsp(isp), on(8, 1))
    assert.equal(isp.tenant.status, 'suspended')
    await lastEventWas(isp, on(8, 1))
    for (const [currency, minor] of [
      ['USD', 4900],
      ['BDT', 500_000],
    ] as const) {
      const other = await openIsp({ packages: false, gateways: false })
      await asOwner(
        `insert into platform.invoices (tenant_id, number, status, amount_minor, paid_minor, currency,
           period_start, period_end, issued_at, due_at, paid_at)
         values ($1, $2, 'paid', $3, $3, $4, $5, $6, $5, $5, $5)`,
        [other.tenant.id, `R-${other.tenant.slug}`, minor, currency, on(8, 2), on(9, 2)].map(
          (each) => (each instanceof DateTime ? each.toJSDate() : each)
        )
      )
    }
    const august = (await monthsAt(on(8, 20)))(8)
    assert.containsSubset(august, { lapsed: 1, converted: 2 })
    assert.deepEqual(august?.money, [
      { currency: 'BDT', recurringMinor: 500_000, receivedMinor: 500_000 },
      { currency: 'USD', recurringMinor: 4900, receivedMinor: 4900 },
    ])
  })

  test('says on its page what each figure means', async ({ assert }) => {
    const page = text((await (await adminVisitor()).get('/admin/revenue')).body)
    for (const meaning of [
      'Churn Of the ISPs that paid',
      'Trials converting Of the trials',
      'By month',
    ])
      assert.include(page, meaning)
  })
})
