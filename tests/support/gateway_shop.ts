import { randomBytes } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import type { PaymentGateway } from '#payments/gateways/contract'
import PaymentTransition from '#payments/intents/payment_transition'
import type Router from '#routers/router'
import { anyMac, Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { Purchase } from '#tests/support/purchase'

/** The reconciler asks about other payments meanwhile, and a fault meets whoever comes first. */
export const OTHERS_ASK_TOO = 10

/** An ISP with one way to pay, so that choosing a package leads straight to that gateway. */
export class GatewayShop {
  private constructor(
    readonly isp: Isp,
    readonly router: Router,
    readonly provider: string
  ) {}

  static async open(
    provider: string,
    credentials: Record<string, string>,
    countryCode = 'BD'
  ): Promise<GatewayShop> {
    const isp = await openIsp({ countryCode })
    const save = await app.container.make(SavePaymentGateway)
    await isp.inside(async () => {
      await save.execute(isp.tenant, {
        provider,
        environment: 'sandbox',
        enabled: true,
        credentials,
      })
      await PaymentGatewayAccount.query().whereNot({ provider }).update({ enabled: false })
    })
    return new GatewayShop(isp, await registerRouter(isp), provider)
  }

  begin(mobile?: string, name?: string): Promise<Purchase> {
    return Purchase.begin(new Guest(this.isp, this.router, anyMac(), mobile), name)
  }

  /** Somebody who finds no way to the gateway. @returns what the portal says */
  async turnedAway(mobile?: string, name = 'Day Pass'): Promise<string> {
    const guest = new Guest(this.isp, this.router, anyMac(), mobile)
    const { location = '' } = await guest.buy(await guest.comeBack(), name)
    return (await guest.visitor.get(location)).body
  }

  /** The account as the application opens it. */
  async account(): Promise<PaymentGateway> {
    const { provider } = this
    const account = await this.isp.inside(() =>
      PaymentGatewayAccount.findByOrFail('provider', provider)
    )
    return (await app.container.make(OpenAccount)).execute(this.isp.tenant, account)
  }

  /** The host of this ISP, or of another. */
  url(path: string, slug = this.isp.tenant.slug): string {
    return `http://${slug}.localhost:${process.env.PORT}${path}`
  }

  /** Everything that was kept of why payments moved. */
  async evidence(): Promise<string> {
    const steps = await this.isp.inside(() => PaymentTransition.query())
    return JSON.stringify(steps.map(({ cause, evidence }) => [cause, evidence]))
  }
}

/** Puts a stand-in in a gateway's place while a group of tests runs. @returns how to undo it */
export function standIn(variable: string, baseUrl: string): () => void {
  const before = process.env[variable]
  process.env[variable] = baseUrl
  return () => {
    if (before === undefined) delete process.env[variable]
    else process.env[variable] = before
  }
}

export function anySecret(): string {
  return randomBytes(12).toString('hex')
}
