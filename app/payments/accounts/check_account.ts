import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { credentialsOf, tellable } from '#payments/accounts/account_credentials'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount, { type LastCheck } from '#payments/accounts/payment_gateway_account'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** "Test connection": asks the gateway whether it knows these credentials, and keeps what it said. */
@inject()
export class CheckAccount {
  constructor(
    private tenancy: Tenancy,
    private openAccount: OpenAccount,
    private clock: Clock
  ) {}

  /** @throws UnreadableSecret, InvalidCredentials when what is stored cannot be used at all */
  async execute(tenant: TenantScope, provider: string): Promise<LastCheck> {
    const account = await this.tenancy.run(tenant, () =>
      PaymentGatewayAccount.findByOrFail('provider', provider)
    )
    const answer = await this.openAccount.execute(tenant, account).check()
    const check: LastCheck = {
      at: this.clock.now().toISO() ?? '',
      ok: answer.ok,
      ...(answer.ok
        ? { reason: null, detail: '' }
        : tellable(answer, credentialsOf(tenant, account))),
    }
    logger.info({ tenant: tenant.id, gateway: provider, ...check }, 'payment gateway tested')
    await this.tenancy.run(tenant, () => keep(account, check))
    return check
  }
}

/** Unless somebody has entered others meanwhile: it does not speak of those. */
async function keep(asked: PaymentGatewayAccount, check: LastCheck): Promise<void> {
  const account = await PaymentGatewayAccount.query().where('id', asked.id).forUpdate().first()
  if (account?.credentials === asked.credentials) await account.merge({ lastCheck: check }).save()
}
