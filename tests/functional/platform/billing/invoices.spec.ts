import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { InvoiceNotOpen } from '#platform/billing/errors'
import Invoice from '#platform/billing/invoices/invoice'
import { SettleInvoice } from '#platform/billing/invoices/settle_invoice'
import { GRACE_DAYS } from '#platform/billing/standing/standing'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { letter, withMail } from '#tests/functional/platform/billing/letters'
import { later, visitIsp } from '#tests/functional/platform/billing/stage'

const PLAN = '/dashboard/settings/plan'

async function settle({ account }: Isp, invoice: Invoice): Promise<Invoice> {
  const settleInvoice = await app.container.make(SettleInvoice)
  return settleInvoice.execute({
    invoiceId: invoice.id,
    reference: 'Bank 4711',
    by: { accountId: account.id, name: 'An admin' },
  })
}

function ours({ tenant }: Isp): Promise<Invoice[]> {
  return Invoice.query().where('tenant_id', tenant.id).orderBy('id')
}

test.group('Paying by invoice', (group) => {
  let isp: Isp
  let owner: Visitor
  withMail(group)
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

  test('is offered, written once, sent and shown', async ({ assert }) => {
    assert.match(noticeOf(await choose('starter')), /Invoice P-\d{4}-\d{6} is written/)
    const page = text((await choose('starter')).body)
    const [invoice, ...more] = await ours(isp)
    if (!invoice) throw new Error('No invoice was written')
    assert.lengthOf(more, 0)
    assert.deepEqual([invoice.amountMinor, invoice.currency, invoice.status], [1900, 'USD', 'open'])
    assert.equal(invoice.periodStart.toMillis(), isp.tenant.trialEndsAt?.toMillis())
    assert.include(page, invoice.number)
    const { text: body } = await letter(isp, invoice.number)
    assert.include(body, '$19')

    const pdf = await owner.get(`${PLAN}/invoices/${invoice.id}.pdf`)
    assert.equal(pdf.headers['content-type'], 'application/pdf')
    assert.isTrue(pdf.body.startsWith('%PDF-'))
  })

  test('is not for another ISP to see', async ({ assert }) => {
    await choose('growth')
    const [invoice] = await ours(isp)
    const other = await operatorOf(await openIsp({ packages: false, gateways: false }))
    assert.equal((await other.get(`${PLAN}/invoices/${invoice?.id}.pdf`)).status, 404)
    const manager = await operatorOf(isp, 'manager')
    assert.equal((await manager.get(`${PLAN}/invoices/${invoice?.id}.pdf`)).status, 403)
  })

  test('gives the plan for its month when an admin has seen the money, once', async ({
    assert,
  }) => {
    await choose('pro')
    const [invoice] = await ours(isp)
    if (!invoice) throw new Error('No invoice was written')
    const both = await Promise.allSettled([settle(isp, invoice), settle(isp, invoice)])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    await assert.rejects(() => settle(isp, invoice), InvoiceNotOpen.message)

    await isp.tenant.refresh()
    const paid = await Invoice.findOrFail(invoice.id)
    assert.deepEqual(
      [isp.tenant.plan, isp.tenant.status, paid.status, paid.settledWith, paid.paidMinor],
      ['pro', 'active', 'paid', 'Bank 4711', 14_900]
    )
  })

  test('is asked for again each month, and dunned like a card', async ({ assert }) => {
    await choose('growth')
    const [first] = await ours(isp)
    if (!first) throw new Error('No invoice was written')
    await settle(isp, first)
    const visitAt = (days: number) => later(days, () => visitIsp(isp), first.periodEnd)

    await visitAt(-8)
    assert.lengthOf(await ours(isp), 1)
    await visitAt(-6)
    await visitAt(-5)
    const [, second, ...more] = await ours(isp)
    assert.lengthOf(more, 0)
    assert.equal(second?.periodStart.toMillis(), first.periodEnd.toMillis())

    await visitAt(1.5)
    assert.equal(isp.tenant.status, 'past_due')
    await letter(isp, `${second?.number} is due`)
    await visitAt(GRACE_DAYS + 2)
    assert.equal(isp.tenant.status, 'read_only')
    if (second) await later(GRACE_DAYS + 3, () => settle(isp, second), first.periodEnd)
    await isp.tenant.refresh()
    assert.equal(isp.tenant.status, 'active')
  })
})
