import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { credentialsOf, tellable } from '#payments/accounts/account_credentials'
import { DatabaseTokenCache } from '#payments/accounts/database_token_cache'
import { OpenAccount, type OpenableAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount, {
  type NoticeEndpoint,
} from '#payments/accounts/payment_gateway_account'
import type { SavedGateway } from '#payments/accounts/save_payment_gateway'
import type { NoticesConnected, PaymentGateway } from '#payments/gateways/contract'
import { paymentGatewayDriver } from '#payments/gateways/registry'
import { seal } from '#tenancy/sealed'
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
    { account, before }: Pick<SavedGateway, 'account' | 'before'>,
    { url, typed }: { url: string; typed: Record<string, unknown> }
  ): boolean {
    const { notices, noticeSecret = '', fields } = paymentGatewayDriver(account.provider)
    if (notices !== 'by_api' || typed[noticeSecret]) return false
    const now = credentialsOf(tenant, account)
    const endpoint = account.noticeEndpoint
    if (!endpoint?.id) return now[noticeSecret] === undefined

    const then = before ? credentialsOf(tenant, before) : now
    const isAnother = fields.some(({ key, required }) => required && now[key] !== then[key])
    return isAnother || endpoint.url !== url
  }

  /**
   * One at a time for an account, by its lease: whoever is second would remove what the first
   * has just made.
   *
   * @param url of this ISP's and this gateway's notices
   * @param before the account by which the earlier address was made, if it was another
   * @returns what is kept of it, or null where the gateway has no such verb
   */
  async execute(
    tenant: TenantScope,
    { id }: PaymentGatewayAccount,
    url: string,
    before: OpenableAccount | null = null
  ): Promise<NoticeEndpoint | null> {
    return new DatabaseTokenCache(this.tenancy, tenant, id).withLock('notices', async () => {
      const account = await this.tenancy.run(tenant, () => PaymentGatewayAccount.findOrFail(id))
      return this.#connect(tenant, account, url, before)
    })
  }

  async #connect(
    tenant: TenantScope,
    account: PaymentGatewayAccount,
    url: string,
    before: OpenableAccount | null
  ): Promise<NoticeEndpoint | null> {
    const gateway = this.openAccount.execute(tenant, account)
    if (!gateway.connectNotices) return null

    const made = await gateway.connectNotices(url)
    const kept = await this.tenancy.run(tenant, () => this.#keep(tenant, account, url, made))
    logger.info({ tenant: tenant.id, gateway: account.provider, ...kept }, 'notices connected')
    if (!made.ok || !kept) return kept

    if (before) {
      const former = this.openAccount.execute(tenant, before)
      await this.#removeOthers(former, account.noticeEndpoint, kept)
    }
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
      const problem = tellable(made, credentialsOf(tenant, account))
      account.noticeEndpoint = { ...(account.noticeEndpoint ?? { id: null, url, at }), problem }
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
