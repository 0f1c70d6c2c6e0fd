import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { systemClock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import { Money } from '#core/money'
import { offerOf } from '#hotspot/activation/offer'
import { DatabaseTokenCache } from '#payments/accounts/database_token_cache'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import type { PaymentGateway } from '#payments/gateways/contract'
import { openPaymentGateway } from '#payments/gateways/registry'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'
import { rate } from '../measure.js'
import type { Isp } from './isp.js'
import type { Providers } from './providers.js'

const AT_ONCE = 12

/** Payments that bKash knows more of than we do, as after an hour in which nobody could ask. */
export class Backlog {
  private constructor(
    private readonly isp: Isp,
    private readonly tenancy: Tenancy,
    private readonly gateway: PaymentGateway,
    private readonly gatewayId: number,
    private readonly providers: Providers
  ) {}

  static async open(isp: Isp, providers: Providers): Promise<Backlog> {
    const tenancy = await app.container.make(Tenancy)
    const { tenant } = isp
    const { id } = await tenancy.run(tenant, () => PaymentGatewayAccount.firstOrFail())
    const gateway = openPaymentGateway(
      {
        provider: 'bkash',
        environment: 'sandbox',
        account: { tenantId: String(tenant.id), gatewayId: String(id) },
        credentials: providers.accounts.bkash,
        clock: systemClock,
        tokenCache: new DatabaseTokenCache(tenancy, tenant, id),
      },
      { ...process.env, ...providers.settings }
    )
    return new Backlog(isp, tenancy, gateway, id, providers)
  }

  /** Every second customer has typed the PIN and waits; the others have left. */
  async fill(count: number): Promise<void> {
    const begun = await this.#atBkash(count)
    const offer = offerOf(await this.isp.package('Day Pass'))
    await this.tenancy.run(this.isp.tenant, async (trx) => {
      await trx.rawQuery(
        `with waiting as (
           select * from jsonb_to_recordset(?) as w (reference text, payment text, mobile text, hint jsonb)
         ), them as (
           insert into customers (mobile, status, language) select mobile, 'active', 'en' from waiting
           returning id, mobile
         )
         insert into payment_intents (reference, customer_id, mobile, offer, gateway_id, gateway,
           amount_minor, currency, state, gateway_reference, return_token, callback_hint, expires_at)
         select reference, them.id, mobile, ?, ?, 'bkash', 3000, 'BDT', 'pending', payment, '-', hint,
           now() + interval '1 day' from waiting join them using (mobile)`,
        [JSON.stringify(begun), JSON.stringify(offer), this.gatewayId]
      )
    })
  }

  /** Their time to be asked about has come. */
  async begin(): Promise<void> {
    await this.tenancy.run(this.isp.tenant, async (trx) => {
      await trx.rawQuery('update payment_intents set next_check_at = now()')
      await markDue(this.tenancy, DateTime.utc())
    })
  }

  /** Paid at bKash and not credited, or never asked about. */
  async left(): Promise<number> {
    return this.tenancy.run(this.isp.tenant, async (trx) => {
      const { rows } = await trx.rawQuery(
        `select count(*) as left from payment_intents where state = 'pending' and checks = 0`
      )
      return Number(rows[0].left)
    })
  }

  /** Answers of bKash's stand-in a second to nothing but our adapter's queries. */
  async bareQueries(count: number): Promise<number> {
    const [intent] = await this.#atBkash(1)
    if (!intent) throw new Error('bKash made no payment')
    return rate(count, AT_ONCE, () => this.gateway.query(this.#intent(intent)))
  }

  async #atBkash(count: number) {
    const run = Math.random().toString(36).slice(2, 8)
    const begun: { reference: string; payment: string; mobile: string; hint: object | null }[] = []
    await rate(count, AT_ONCE, async (index) => {
      const mobile = `+88018${String(10_000_000 + index)}`
      const reference = `backlog${run}${index}`
      const created = await this.gateway.create(this.#intent({ reference, payment: null, mobile }))
      if (created.outcome !== 'created') throw new Error(`bKash: ${created.detail}`)
      const payment = created.gatewayReference
      const paid = index % 2 === 0
      if (paid) this.providers.bkash.complete(payment, 'pay', mobile.replace('+88', ''))
      const query = { paymentID: payment, status: 'success' }
      const hint = paid ? { method: 'GET', query, headers: {}, rawBody: '' } : null
      begun.push({ reference, payment, mobile, hint })
    })
    return begun
  }

  #intent(of: { reference: string; payment: string | null; mobile: string }) {
    return {
      reference: of.reference,
      gatewayReference: of.payment,
      amount: Money.of(3000, 'BDT'),
      mobile: trustMobileNumber(of.mobile),
      callbackUrl: 'http://bench.localhost/callbacks/bkash/none',
      createdAt: DateTime.utc(),
    }
  }
}
