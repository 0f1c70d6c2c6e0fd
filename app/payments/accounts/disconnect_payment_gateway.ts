import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { PaymentsOpen } from '#payments/accounts/errors'
import { openAtGatewayQuery } from '#payments/accounts/open_at_gateway_query'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Forgets the ISP's account at a gateway. What was paid there keeps the gateway's name. */
@inject()
export class DisconnectPaymentGateway {
  constructor(
    private tenancy: Tenancy,
    private openAccount: OpenAccount
  ) {}

  /**
   * First nobody is offered it any more; with payments or refunds open it stays so. An address for
   * notices that we made there is removed before the credentials are.
   *
   * @returns whether nothing of ours is left at the gateway
   * @throws PaymentsOpen
   */
  async execute(tenant: TenantScope, provider: string): Promise<boolean> {
    const { account, open } = await this.tenancy.run(tenant, () =>
      switchOff(this.tenancy, provider)
    )
    if (open > 0) throw new PaymentsOpen(open)

    const clean = await this.#removeNotices(tenant, account)
    await this.tenancy.run(tenant, () =>
      PaymentGatewayAccount.query().where('id', account.id).delete()
    )
    return clean
  }

  async #removeNotices(tenant: TenantScope, account: PaymentGatewayAccount): Promise<boolean> {
    const { noticeEndpoint, provider } = account
    if (!noticeEndpoint?.id) return true
    const gone = await this.openAccount
      .execute(tenant, account)
      .disconnectNotices?.(noticeEndpoint.url)
    if (!gone || gone.ok) return true
    const { reason, detail } = gone
    logger.warn({ tenant: tenant.id, gateway: provider, reason, detail }, 'notices not removed')
    return false
  }
}

/** A payment that is just being started holds the account, so it is counted. */
async function switchOff(tenancy: Tenancy, provider: string) {
  const account = await PaymentGatewayAccount.query()
    .where('provider', provider)
    .forUpdate()
    .firstOrFail()
  await account.merge({ enabled: false }).save()
  return { account, open: await openAtGatewayQuery(tenancy, account.id) }
}
