import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { InvoiceNotOpen } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import { IssueInvoice } from '#platform/billing/invoices/issue_invoice'
import { VoidInvoice } from '#platform/billing/invoices/void_invoice'
import { GRACE_DAYS } from '#platform/billing/standing/standing'
import { eventually } from '#tests/support/eventually'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { letter, lettersTo, withMail } from '#tests/functional/platform/billing/letters'
import { later, settle, visitIsp } from '#tests/functional/platform/billing/stage'

const PLAN = '/dashboard/settings/plan'

const TERMS = {
  issuer: ['Portico Ltd', 'House 1, Road 2, Dhaka'],
  instructions: { BDT: ['Bank of Tests, Dhaka', 'Account 1011 0001'] },
  taxes: { BD: { name: 'VAT', percent: 15 } },
}

function ours({ tenant }: Isp): Promise<Invoice[]> {
  return Invoice.query().where('tenant_id', tenant.id).orderBy('id')
}

test.group('Paying by invoice', (group) => {
  let isp: Isp
  let owner: Visitor
  withMail(group)
  group.setup(() => {
    app.container.swap(InvoicingTerms, () => new InvoicingTerms(TERMS))
    return () => app.container.restore(InvoicingTerms)
  })
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  async function choose(plan: string) {
    const { fields } = formOf(await owner.get(PLAN), `${PLAN}/invoice`)
    return owner.follow(
      await owner.browser.visit(owner.host, `${PLAN}/invoice`, {
        method: 'POST',
        form: { ...fields, plan },
      })
    )
  }

  async function chosen(plan: string): Promise<Invoice> {
    await choose(plan)
    const [invoice] = await ours(isp)
    if (!invoice) throw new Error('No invoice was written')
    return invoice
  }

  test('is offered in the ISP’s money, written once with tax, sent, and says how to pay', async ({
    assert,
  }) => {
    assert.include(text((await owner.get(PLAN)).body), 'Pay Starter by invoice: ৳2,200')
    assert.match(noticeOf(await choose('starter')), /Invoice P-\d{4}-\d{6} is written/)
    const page = text((await choose('starter')).body)
    const [invoice, ...more] = await ours(isp)
    if (!invoice) throw new Error('No invoice was written')
    assert.lengthOf(more, 0)
    assert.deepEqual(
      [invoice.amountMinor, invoice.taxMinor, invoice.taxName, invoice.currency, invoice.status],
      [253_000, 33_000, 'VAT 15%', 'BDT', 'open']
    )
    assert.equal(invoice.periodStart.toMillis(), isp.tenant.trialEndsAt?.toMillis())
    for (const part of [invoice.number, 'Account 1011 0001', '৳2,530', 'with ৳330 tax'])
      assert.include(page, part)
    const { text: body } = await letter(isp, invoice.number)
    assert.include(body, '৳2,530')

    const pdf = await owner.get(`${PLAN}/invoices/${invoice.id}.pdf`)
    assert.equal(pdf.headers['content-type'], 'application/pdf')
    assert.isTrue(pdf.body.startsWith('%PDF-'))
  })

  test('in a currency without prices of ours is in US dollars', async ({ assert }) => {
    isp = await openIsp({ packages: false, gateways: false, countryCode: 'NP' })
    owner = await operatorOf(isp)
    const invoice = await chosen('growth')
    assert.deepEqual([invoice.amountMinor, invoice.taxMinor, invoice.currency], [4900, 0, 'USD'])
  })

  test('is listed with what Stripe charged, the latest first, page by page', async ({ assert }) => {
    const months = Array.from({ length: 13 }, (_, index) => index + 1)
    await Invoice.createMany(
      months.map((month) => {
        const at = DateTime.utc(2025, 1, 1).plus({ months: month })
        const number = `${isp.tenant.slug}-${String(month).padStart(2, '0')}`
        return {
          tenantId: isp.tenant.id,
          stripeInvoice: `in_${number}`,
          number,
          status: 'paid' as const,
          amountMinor: 1900,
          paidMinor: 1900,
          currency: 'USD',
          periodStart: at,
          periodEnd: at.plus({ months: 1 }),
          issuedAt: at,
          dueAt: at,
        }
      })
    )
    const [first, second] = [await owner.get(PLAN), await owner.get(`${PLAN}?page=2`)]
    assert.include(first.body, `${isp.tenant.slug}-13`)
    assert.notInclude(first.body, `${isp.tenant.slug}-01`)
    assert.include(second.body, `${isp.tenant.slug}-01`)
  })

  test('is not for another ISP to see', async ({ assert }) => {
    const { id } = await chosen('growth')
    const other = await operatorOf(await openIsp({ packages: false, gateways: false }))
    assert.equal((await other.get(`${PLAN}/invoices/${id}.pdf`)).status, 404)
    const manager = await operatorOf(isp, 'manager')
    assert.equal((await manager.get(`${PLAN}/invoices/${id}.pdf`)).status, 403)
  })

  test('is addressed as the ISP wants it, and stays so when that changes', async ({ assert }) => {
    const payer = `${PLAN}/payer`
    const wrong = { invoice_address: 'House 5', invoice_tax_id: 'x'.repeat(41) }
    const refused = await owner.submit(PLAN, wrong, payer)
    assert.isDefined(errorAt(refused, 'invoice_tax_id'))
    assert.include(refused.body, 'House 5', 'what was typed is still there')

    await owner.submit(
      PLAN,
      { invoice_address: ' House 5 \r\n\r\nSylhet', invoice_tax_id: 'BIN 42' },
      payer
    )
    const invoice = await chosen('starter')
    assert.deepEqual([invoice.billTo, invoice.taxIds], ['House 5\nSylhet', ['BIN 42']])
    await owner.submit(PLAN, { invoice_address: 'Elsewhere', invoice_tax_id: '' }, payer)
    await invoice.refresh()
    assert.equal(invoice.billTo, 'House 5\nSylhet')
  })

  test('for another plan waits until the open one is paid or cancelled', async ({ assert }) => {
    await choose('starter')
    assert.include(noticeOf(await choose('pro')), 'The last payment is still open')
    assert.lengthOf(await ours(isp), 1)
  })

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

    await choose('starter')
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
