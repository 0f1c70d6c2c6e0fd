import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import SmsMessage from '#messaging/sms_message'
import CustomerPayment from '#payments/customer_payment'
import PaymentIntent, { type IntentState } from '#payments/intents/payment_intent'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'
import { payAtBkash } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import type { Guest } from '#tests/support/guest'
import type { Isp } from '#tests/support/isp'
import type { Page } from '#tests/support/page_visitor'

/** A guest who has chosen a package and stands at the gateway's page, or looks at the phone. */
export class Purchase {
  private constructor(
    readonly guest: Guest,
    readonly portal: Page,
    readonly checkout: string,
    readonly reference: string,
    readonly gateway: string,
    /** The gateway's own id of the attempt. */
    readonly paymentId: string
  ) {}

  static async begin(guest: Guest, name = 'Day Pass', portal?: Page): Promise<Purchase> {
    const page = portal ?? (await guest.comeBack())
    const { location = '' } = await guest.buy(page, name)
    const { reference, gateway, gatewayReference } = await guest.isp.inside(() =>
      PaymentIntent.query()
        .where('redirect_url', location)
        .orWhere('reference', /\/payments\/(\w+)/.exec(location)?.[1] ?? '')
        .firstOrFail()
    )
    return new Purchase(guest, page, location, reference, gateway, gatewayReference ?? '')
  }

  /** Acts on bKash's page, if that is where we are, with a wallet of the guest's own. @returns where bKash sends the browser */
  act(action: 'pay' | 'cancel' | 'fail'): Promise<string> {
    return payAtBkash(this.checkout, action, this.guest.mobile.replace('+88', ''))
  }

  /** Pays and comes back. */
  async pay(): Promise<Page> {
    return this.guest.visitor.get(await this.act('pay'))
  }

  /** A callback as anyone may write it. */
  callback(query: Record<string, string>, slug = this.guest.isp.tenant.slug): string {
    const url = new URL(`/callbacks/${this.gateway}/${this.reference}`, this.portal.url)
    url.hostname = `${slug}.localhost`
    url.search = new URLSearchParams(query).toString()
    return url.href
  }

  claim(status: 'success' | 'cancel' | 'failure'): string {
    return this.callback({ paymentID: this.paymentId, status })
  }

  intent(): Promise<PaymentIntent> {
    return this.guest.isp.inside(() => PaymentIntent.findByOrFail('reference', this.reference))
  }

  async state(): Promise<IntentState> {
    return (await this.intent()).state
  }

  becomes(state: IntentState): Promise<true> {
    return eventually(`the payment is ${state}`, async () => (await this.state()) === state)
  }

  /** Everything that crediting leaves behind for this guest. */
  async credits() {
    return this.guest.isp.inside(async () => {
      const { id, mobile } = await this.guest.customer()
      const [payments, activations, messages] = [
        await CustomerPayment.query().where('customer_id', id),
        await Activation.query().where({ customerId: id, source: 'payment' }),
        await SmsMessage.query().where({ mobile, event: 'payment_confirmed' }),
      ]
      return {
        payments: payments.length,
        activations: activations.map(({ packageName }) => packageName),
        messages: messages.length,
      }
    })
  }
}

/** The page on which the guest waits for what becomes of it, or one below it. */
export async function pageOf(purchase: Purchase, below = ''): Promise<string> {
  const { returnToken, reference } = await purchase.intent()
  return new URL(`/portal/${returnToken}/payments/${reference}${below}`, purchase.portal.url).href
}

export const NOTHING = { payments: 0, activations: [], messages: 0 }

export function once(name: string) {
  return { payments: 1, activations: [name], messages: 1 }
}

/** Lets the time come at which the reconciler asks about every open payment. */
export async function reconcileNow({ inside }: Isp): Promise<void> {
  const tenancy = await app.container.make(Tenancy)
  await inside(async () => {
    const due = DateTime.utc().minus({ seconds: 1 })
    await PaymentIntent.query()
      .whereIn('state', ['created', 'pending'])
      .update({ nextCheckAt: due.toJSDate() })
    await markDue(tenancy, due)
  })
}
