import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount, {
  type NoticeEndpoint,
} from '#payments/accounts/payment_gateway_account'
import type { SavedGateway } from '#payments/accounts/save_payment_gateway'
import type { NoticesConnected, PaymentGateway } from '#payments/gateways/contract'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { seal, unseal } from '#tenancy/sealed'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Has a gateway that can be told so by its API send its notices to us. Done again it
 * rotates: a new address and secret first, kept, and only then the old address goes.
 */
@inject()
export class ConnectNotices {
  constructor(
    private tenancy: Tenancy,
    private openAccount: OpenAccount,
    private clock: Clock
  ) {}

  /**
   * Is it to be done without being asked for: at the first saving, unless the operator gave
   * a secret by hand, and when the account or our address became another.
   */
  isDue(
    tenant: TenantScope,
    { account, changed }: SavedGateway,
    { url, typed }: { url: string; typed: Record<string, unknown> }
  ): boolean {
    const { notices, noticeSecret = '' } = paymentGatewayDriver(account.provider)
    if (notices !== 'by_api' || typed[noticeSecret]) return false
    const endpoint = account.noticeEndpoint
    if (endpoint?.id) return changed || endpoint.url !== url
    const stored = credentialsOf(tenant, account)
    return stored[noticeSecret] === undefined
  }

  /**
   * @param url of this ISP's and this gateway's notices
   * @returns what is kept of it, or null where the gateway has no such verb
   */
  async execute(
    tenant: TenantScope,
    account: PaymentGatewayAccount,
    url: string
  ): Promise<NoticeEndpoint | null> {
    const gateway = this.openAccount.execute(tenant, account)
    if (!gateway.connectNotices) return null

    const made = await gateway.connectNotices(url)
    const kept = await this.tenancy.run(tenant, () => this.#keep(tenant, account, url, made))
    logger.info({ tenant: tenant.id, gateway: account.provider, ...kept }, 'notices connected')
    if (!made.ok || !kept) return kept

    const leftOver = await this.#removeOthers(gateway, account.noticeEndpoint, kept)
    return leftOver ? this.tenancy.run(tenant, () => this.#note(account, kept, leftOver)) : kept
  }

  async #keep(
    tenant: TenantScope,
    { id }: PaymentGatewayAccount,
    url: string,
    made: NoticesConnected
  ): Promise<NoticeEndpoint | null> {
    const account = await PaymentGatewayAccount.query().where('id', id).forUpdate().first()
    if (!account) return null
    const at = this.clock.now().toISO() ?? ''
    if (!made.ok) {
      const before = account.noticeEndpoint ?? { id: null, url, at }
      account.noticeEndpoint = { ...before, problem: { reason: made.reason, detail: made.detail } }
    } else {
      const credentials = { ...credentialsOf(tenant, account), ...made.credentials }
      account.credentials = seal(credentials, tenant.id, 'payment credentials')
      account.noticeEndpoint = { id: made.endpoint, url, at, problem: null }
    }
    await account.save()
    return account.noticeEndpoint
  }

  /** @returns why something is left over, if it is */
  async #removeOthers(
    gateway: PaymentGateway,
    before: NoticeEndpoint | null,
    now: NoticeEndpoint
  ): Promise<NoticeEndpoint['problem']> {
    const urls = new Set([now.url, before?.url ?? now.url])
    for (const url of urls) {
      const gone = await gateway.disconnectNotices?.(url, now.id ?? undefined)
      if (gone && !gone.ok) return { reason: gone.reason, detail: gone.detail }
    }
    return null
  }

  async #note(
    { id }: PaymentGatewayAccount,
    kept: NoticeEndpoint,
    problem: NoticeEndpoint['problem']
  ): Promise<NoticeEndpoint> {
    const noticeEndpoint = { ...kept, problem }
    const account = await PaymentGatewayAccount.query().where('id', id).forUpdate().first()
    if (account?.noticeEndpoint?.id === kept.id) await account.merge({ noticeEndpoint }).save()
    return noticeEndpoint
  }
}

function credentialsOf(
  tenant: TenantScope,
  { credentials }: PaymentGatewayAccount
): Record<string, unknown> {
  return unseal(credentials, tenant.id, 'payment credentials')
}
