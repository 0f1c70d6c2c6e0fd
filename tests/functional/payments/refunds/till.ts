import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { Money } from '#core/money'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import CustomerPayment from '#payments/customer_payment'
import Refund from '#payments/refunds/refund'
import { ReserveRefund } from '#payments/refunds/reserve_refund'
import type Router from '#routers/router'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'
import type { Page } from '#tests/support/browser'
import { eventually } from '#tests/support/eventually'
import { formOf } from '#tests/support/forms'
import { anySecret } from '#tests/support/gateway_shop'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { Purchase } from '#tests/support/purchase'

/** What an operator fills in; the rest is as the page has it. */
export interface RefundFields {
  amount?: string
  effect?: 'keep' | 'shorten' | 'end'
  way?: 'gateway' | 'gateway_by_hand' | 'cash'
  paper?: string
  reason?: string
}

/** An ISP that sells by bKash, with its owner at the dashboard. */
export class Till {
  private constructor(
    readonly isp: Isp,
    readonly router: Router,
    readonly owner: Visitor
  ) {}

  static async open(isp?: Isp, router?: Router): Promise<Till> {
    const own = isp ?? (await openIsp())
    return new Till(own, router ?? (await registerRouter(own)), await operatorOf(own))
  }

  /** Somebody who has bought and paid. */
  async paid(name = 'Day Pass'): Promise<Purchase> {
    const purchase = await Purchase.begin(new Guest(this.isp, this.router), name)
    await purchase.pay()
    await purchase.becomes('paid')
    return purchase
  }

  /** Fills in the form of this payment and sends it; what comes of it is the payment's page. */
  async refund(purchase: Purchase, fields: RefundFields = {}, by = this.owner): Promise<Page> {
    const page = await this.pageOf(purchase)
    return by.submit(`${page}/refund`, sent(fields))
  }

  /** Sends the form that a page showed earlier. Follows nothing. */
  send(page: Page, action: string, fields: RefundFields = {}, by = this.owner): Promise<Page> {
    const form = formOf(page, action)
    return by.browser.visit(by.host, form.action, {
      method: 'POST',
      form: { ...form.fields, ...sent(fields) },
      headers: { 'x-forwarded-for': by.address },
    })
  }

  async pageOf(purchase: Purchase): Promise<string> {
    return `/dashboard/payments/${(await purchase.intent()).id}`
  }

  async refundsOf(purchase: Purchase): Promise<Refund[]> {
    const { id } = await purchase.intent()
    return this.isp.inside(() => Refund.query().where('intent_id', id).orderBy('id'))
  }

  /** The one refund of this payment. @throws when there are none, or several */
  async refundOf(purchase: Purchase): Promise<Refund> {
    const [refund, ...others] = await this.refundsOf(purchase)
    if (!refund || others.length > 0) throw new Error('There is not one refund')
    return refund
  }

  ends(purchase: Purchase, state: 'made' | 'not_made'): Promise<true> {
    return eventually(`the refund is ${state}`, async () =>
      (await this.refundsOf(purchase)).some(({ refundState }) => refundState === state)
    )
  }

  /** What the customer has, as the database tells. */
  standing(purchase: Purchase): Promise<{ customer: Customer; activation: Activation }> {
    return this.isp.inside(async () => {
      const customer = await Customer.findByOrFail('mobile', purchase.guest.mobile)
      return { customer, activation: await Activation.findOrFail(customer.activationId) }
    })
  }

  async payment(purchase: Purchase): Promise<CustomerPayment> {
    const { id } = await purchase.intent()
    return this.isp.inside(() => CustomerPayment.findByOrFail('intentId', id))
  }

  /** As a process leaves it that dies before the gateway hears of the refund. */
  async reserve(purchase: Purchase, minor: number): Promise<Refund> {
    const { id, currency } = await purchase.intent()
    const reserveRefund = await app.container.make(ReserveRefund)
    const { refund } = await this.isp.inside(() =>
      reserveRefund.execute({
        source: { intentId: id },
        amount: Money.of(minor, currency),
        way: 'gateway',
        effect: 'keep',
        reason: 'the process dies now',
        reference: anySecret().slice(0, 20),
        paper: null,
        by: this.isp.account,
      })
    )
    return refund
  }

  /** Lets hours pass in which the gateway did not say: nobody asks before tomorrow. */
  async restUntilTomorrow(): Promise<void> {
    const tomorrow = DateTime.utc().plus({ days: 1 }).toJSDate()
    await this.isp.inside(() =>
      Refund.query().where('refund_state', 'asked').update({ refundNextAt: tomorrow })
    )
  }

  /** Lets the time come at which the gateway is asked about every refund that is being made. */
  async askNow(): Promise<void> {
    const tenancy = await app.container.make(Tenancy)
    await this.isp.inside(async () => {
      const due = DateTime.utc().minus({ seconds: 1 })
      await Refund.query().where('refund_state', 'asked').update({ refundNextAt: due.toJSDate() })
      await markDue(tenancy, due)
    })
  }
}

function sent({ reason = 'bought by mistake', ...fields }: RefundFields): Record<string, string> {
  return { effect: 'keep', reason, act: 'refund', ...fields }
}
