import app from '@adonisjs/core/services/app'
import type { Group } from '@japa/runner/core'
import Invoice from '#platform/billing/invoices/invoice'
import { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import { eventually } from '#tests/support/eventually'
import { formOf } from '#tests/support/forms'
import type { Isp } from '#tests/support/isp'
import type { Visitor } from '#tests/support/operator'
import { billing } from '#tests/functional/platform/billing/stage'

export const PLAN = '/dashboard/settings/plan'

const TERMS = {
  issuer: ['Portico Ltd', 'House 1, Road 2, Dhaka'],
  instructions: { BDT: ['Bank of Tests, Dhaka', 'Account 1011 0001'] },
  taxes: { BD: { name: 'VAT', percent: 15 } },
}

/** The Checkout session that is open for an ISP. */
export function openSession({ tenant }: Isp) {
  const session = billing()
    .stripe.control.sessions()
    .find((each) => each.status === 'open' && each.clientReferenceId === String(tenant.id))
  if (!session) throw new Error('No page of Checkout is open')
  return session
}

/** What a click on a plan leads to. */
export async function toCheckout(owner: Visitor, plan: string) {
  const page = await owner.get(PLAN)
  const forms = page.body.split('<form').filter((form) => form.includes(`value="${plan}"`))
  const { fields } = formOf({ body: `<form${forms[0] ?? ''}` }, `${PLAN}/subscribe`)
  return owner.send(PLAN, { ...fields, plan }, `${PLAN}/subscribe`)
}

/** The page after the wait, as a browser comes to it that reloads. */
export async function confirmed(owner: Visitor) {
  const page = await eventually('Stripe has confirmed', async () => {
    const answer = await owner.get(`${PLAN}/return`)
    return answer.status === 302 && answer
  })
  return owner.follow(page)
}

/** Has a group's invoices say who we are, where our bank is and what tax there is. */
export function withTerms(group: Group): void {
  group.setup(() => {
    app.container.swap(InvoicingTerms, () => new InvoicingTerms(TERMS))
    return () => app.container.restore(InvoicingTerms)
  })
}

/** Wants to pay a plan by invoice. @returns the page that says what came of it */
export async function toInvoice(owner: Visitor, plan: string) {
  const { fields } = formOf(await owner.get(PLAN), `${PLAN}/invoice`)
  return owner.follow(
    await owner.browser.visit(owner.host, `${PLAN}/invoice`, {
      method: 'POST',
      form: { ...fields, plan },
    })
  )
}

/** The invoices of our own that an ISP has had, the first one first. */
export function ours({ tenant }: Isp): Promise<Invoice[]> {
  return Invoice.query().where('tenant_id', tenant.id).orderBy('id')
}
