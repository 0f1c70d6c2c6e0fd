import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { InvoiceNotOpen } from '#platform/billing/errors'
import { ChooseInvoices } from '#platform/billing/invoices/choose_invoices'
import Invoice from '#platform/billing/invoices/invoice'
import { IssueInvoice } from '#platform/billing/invoices/issue_invoice'
import { VoidInvoice } from '#platform/billing/invoices/void_invoice'
import { GRACE_DAYS } from '#platform/billing/standing/standing'
import { eventually } from '#tests/support/eventually'
import { openIsp, type Isp } from '#tests/support/isp'
import type { PlanCode } from '#tenancy/plans/plans'
import { letter, lettersTo, withMail } from '#tests/functional/platform/billing/letters'
import { ours, withTerms } from '#tests/functional/platform/billing/plan_page'
import { later, settle, visitIsp } from '#tests/functional/platform/billing/stage'

test.group('An invoice of ours', (group) => {
  let isp: Isp
  withMail(group)
  withTerms(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })

  async function chosen(plan: PlanCode): Promise<Invoice> {
    const chooseInvoices = await app.container.make(ChooseInvoices)
    return chooseInvoices.execute(isp.tenant, plan)
  }

  test('gives the plan for its month when an admin has seen all of the money, once', async ({
    assert,
  }) => {
    const invoice = await chosen('pro')
    for (const other of [invoice.amountMinor - 1, invoice.amountMinor + 1])
      await assert.rejects(() => settle(isp, invoice, other), /is over another amount/)
    const both = await Promise.allSettled([settle(isp, invoice), settle(isp, invoice)])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(() => settle(isp, invoice), InvoiceNotOpen.message)

    await isp.tenant.refresh()
    const paid = await Invoice.findOrFail(invoice.id)
    assert.deepEqual(
      [isp.tenant.plan, isp.tenant.status, paid.status, paid.settledWith, paid.paidMinor],
      ['pro', 'active', 'paid', 'Bank 4711', invoice.amountMinor]
    )
  })

  test('gives its plan though whoever settled it died right after', async ({ assert }) => {
    const invoice = await chosen('pro')
    await invoice
      .merge({ status: 'paid', paidMinor: invoice.amountMinor, paidAt: invoice.issuedAt })
      .save()
    await visitIsp(isp)
    assert.deepEqual([isp.tenant.plan, isp.tenant.status], ['pro', 'active'])
  })

  test('for another plan changes it when its month begins, and not before', async ({ assert }) => {
    const first = await chosen('growth')
    await settle(isp, first)
    await later(
      -6,
      async () => {
        await settle(isp, await chosen('pro'))
        await visitIsp(isp)
      },
      first.periodEnd
    )
    assert.equal(isp.tenant.plan, 'growth')
    await later(1, () => visitIsp(isp), first.periodEnd)
    assert.equal(isp.tenant.plan, 'pro')
  })

  test('that was cancelled is owed no more, keeps its number, and another may be written', async ({
    assert,
  }) => {
    const invoice = await chosen('pro')
    const voidInvoice = await app.container.make(VoidInvoice)
    const voiding = {
      invoiceId: invoice.id,
      reason: 'The wrong plan',
      by: { kind: 'person', accountId: isp.account.id, name: 'An admin' } as const,
    }
    const both = await Promise.allSettled([
      voidInvoice.execute(voiding),
      voidInvoice.execute(voiding),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(() => settle(isp, invoice), InvoiceNotOpen.message)
    await letter(isp, `${invoice.number} is cancelled`)

    await chosen('starter')
    const [first, second] = await ours(isp)
    assert.deepEqual(
      [first?.status, first?.voidReason, second?.status, second?.plan],
      ['void', 'The wrong plan', 'open', 'starter']
    )
    assert.equal(first?.number, invoice.number)
  })

  test('is numbered without a gap, by several at once', async ({ assert }) => {
    const isps = [
      isp,
      ...(await Promise.all([1, 2].map(() => openIsp({ packages: false, gateways: false })))),
    ]
    const issue = await app.container.make(IssueInvoice)
    const twice = [...isps, ...isps]
    const written = await later(3660, () =>
      Promise.all(twice.map(({ tenant }) => issue.execute(tenant, 'starter')))
    )
    const numbers = [...new Set(written.map(({ number }) => number))].sort()
    assert.lengthOf(numbers, isps.length)
    const [first = 0, ...rest] = numbers.map((number) => Number(number.split('-').at(-1)))
    assert.deepEqual(rest, [first + 1, first + 2])
  })

  test('is asked for again each month, reminded of, and dunned like a card', async ({ assert }) => {
    const first = await chosen('growth')
    await settle(isp, first)
    const visitAt = (days: number) => later(days, () => visitIsp(isp), first.periodEnd)

    await visitAt(-8)
    assert.lengthOf(await ours(isp), 1)
    await visitAt(-6)
    await visitAt(-5)
    const [, second, ...more] = await ours(isp)
    if (!second) throw new Error('No second invoice was written')
    assert.lengthOf(more, 0)
    assert.equal(second.periodStart.toMillis(), first.periodEnd.toMillis())

    const late = second.dueAt.diff(first.periodEnd, 'days').days
    for (const days of [0.5, 1, 3.5, 6.5]) await visitAt(late + days)
    assert.equal(isp.tenant.status, 'past_due')
    const reminders = () =>
      lettersTo(isp).filter(({ subject }) => subject.includes(`${second.number} is due`))
    await eventually('three reminders', () => reminders().length === 3)
    await visitAt(late + GRACE_DAYS + 1)
    assert.equal(isp.tenant.status, 'read_only')
    await later(late + GRACE_DAYS + 2, () => settle(isp, second), first.periodEnd)
    await isp.tenant.refresh()
    assert.equal(isp.tenant.status, 'active')
    assert.lengthOf(reminders(), 3)
  })
})
