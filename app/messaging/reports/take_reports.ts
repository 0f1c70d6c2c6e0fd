import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import type { DeliveryReport, InboundReport } from '#messaging/gateways/contract'
import { openedOrError } from '#messaging/open_sms_account'
import { applyReports } from '#messaging/reports/apply_reports'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

const TOKEN = /^[0-9a-f]{64}$/

/** A provider may report before we have written down its answer to the message. */
const OVERTAKEN_BY_MS = 1500

/** Takes what a provider's server says became of messages, once the adapter finds it genuine. */
@inject()
export class TakeReports {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @returns false when the address is no account's, or the request is not its provider's */
  async execute(tenant: TenantScope, token: string, inbound: InboundReport): Promise<boolean> {
    const account = TOKEN.test(token)
      ? await this.tenancy.run(tenant, () => SmsGatewayAccount.findBy('reportToken', token))
      : null
    const reports = account && this.#read(tenant, account, inbound)
    if (!reports) return false

    const unknown = await this.#apply(tenant, account, reports)
    if (unknown.length > 0 && (await this.#isSending(tenant))) {
      await sleep(OVERTAKEN_BY_MS)
      const early = reports.filter(({ providerId }) => unknown.includes(providerId))
      await this.#apply(tenant, account, early)
    }
    return true
  }

  /** An adapter reads what anybody may send; what makes it stumble is not its provider's. */
  #read(
    tenant: TenantScope,
    account: SmsGatewayAccount,
    inbound: InboundReport
  ): readonly DeliveryReport[] | null {
    const gateway = openedOrError(tenant, account, this.clock)
    if (gateway instanceof Error) return null
    try {
      return gateway.readReports?.(inbound) ?? null
    } catch (error) {
      logger.error({ err: error, tenant: tenant.id, provider: account.provider }, 'sms report')
      return null
    }
  }

  #apply(
    tenant: TenantScope,
    { provider }: SmsGatewayAccount,
    reports: readonly DeliveryReport[]
  ): Promise<string[]> {
    const now = this.clock.now().toJSDate()
    return this.tenancy.run(tenant, () => applyReports(this.tenancy, provider, reports, now))
  }

  async #isSending(tenant: TenantScope): Promise<boolean> {
    const sending = await this.tenancy.run(tenant, () => SmsMessage.findBy('status', 'sending'))
    return sending !== null
  }
}
