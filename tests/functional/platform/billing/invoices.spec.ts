import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import Invoice from '#platform/billing/invoices/invoice'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { letter, withMail } from '#tests/functional/platform/billing/letters'
import { ours, PLAN, toInvoice, withTerms } from '#tests/functional/platform/billing/plan_page'

test.group('Paying by invoice', (group) => {
  let isp: Isp
  let owner: Visitor
  withMail(group)
  withTerms(group)
  group.each.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  async function chosen(plan: string): Promise<Invoice> {
    await toInvoice(owner, plan)
    const [invoice] = await ours(isp)
    if (!invoice) throw new Error('No invoice was written')
    return invoice
  }

  test('is offered in the ISP’s money, written once with tax, sent, and says how to pay', async ({
    assert,
  }) => {
    assert.include(text((await owner.get(PLAN)).body), 'Pay Starter by invoice: ৳2,200')
    assert.match(noticeOf(await toInvoice(owner, 'starter')), /Invoice P-\d{4}-\d{6} is written/)
    const page = text((await toInvoice(owner, 'starter')).body)
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
    await toInvoice(owner, 'starter')
    assert.include(noticeOf(await toInvoice(owner, 'pro')), 'The last payment is still open')
    assert.lengthOf(await ours(isp), 1)
  })
})
