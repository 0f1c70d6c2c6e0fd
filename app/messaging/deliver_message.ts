import { inject } from '@adonisjs/core'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import type { SmsGateway, SmsOutcome } from '#messaging/gateways/contract'
import { openSmsGateway } from '#messaging/gateways/registry'
import { openOutgoing } from '#messaging/outgoing_text'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { unseal } from '#tenancy/sealed'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

interface Claimed {
  message: SmsMessage
  text: string
  accounts: { provider: string; gateway: SmsGateway }[]
}

/**
 * Sends one queued message: claims it, talks to the provider outside any
 * transaction, records what the provider said. Another account is tried only
 * after an explicit refusal; an unknown outcome is never sent again.
 */
@inject()
export class DeliverMessage {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  async execute(tenant: TenantScope, messageId: number): Promise<void> {
    const claimed = await this.tenancy.run(tenant, () => this.#claim(tenant, messageId))
    if (!claimed) return

    for (const { provider, gateway } of claimed.accounts) {
      const outcome = await gateway.send({
        to: claimed.message.mobile,
        text: claimed.text,
        messageId: `${tenant.id}-${messageId}`,
      })
      await this.tenancy.run(tenant, () => this.#record(messageId, provider, outcome))
      if (outcome.outcome !== 'refused' || !outcome.retryableElsewhere) return
    }
  }

  /**
   * A message found in `sending` was being sent by a process that died: it may
   * have left the house, so it is unknown rather than sent a second time.
   */
  async #claim(tenant: TenantScope, messageId: number): Promise<Claimed | null> {
    const message = await SmsMessage.query().where('id', messageId).forUpdate().first()
    if (!message) return null
    if (message.status === 'sending') {
      await message.merge({ status: 'unknown', sealedBody: null, error: 'no_answer' }).save()
      return null
    }
    if (message.status !== 'queued') return null

    const accounts = await SmsGatewayAccount.query().where('enabled', true).orderBy('position')
    if (accounts.length === 0) {
      await message.merge({ status: 'failed', sealedBody: null, error: 'no_gateway' }).save()
      return null
    }

    const { text, until } = message.sealedBody
      ? openOutgoing(message.sealedBody, tenant.id)
      : { text: message.body, until: null }
    if (until && this.clock.now() >= DateTime.fromISO(until)) {
      await message.merge({ status: 'failed', sealedBody: null, error: 'too_late' }).save()
      return null
    }
    await message.merge({ status: 'sending', attempts: message.attempts + 1 }).save()

    return { message, text, accounts: accounts.map((account) => this.#open(tenant, account)) }
  }

  #open(tenant: TenantScope, account: SmsGatewayAccount) {
    const gateway = openSmsGateway({
      provider: account.provider,
      environment: account.environment,
      credentials: unseal(account.credentials, tenant.id, 'sms credentials'),
      clock: this.clock,
    })
    return { provider: account.provider, gateway }
  }

  async #record(messageId: number, provider: string, outcome: SmsOutcome): Promise<void> {
    const message = await SmsMessage.findOrFail(messageId)
    const sent = outcome.outcome === 'accepted'

    await message
      .merge({
        provider,
        status: sent ? 'sent' : outcome.outcome === 'unknown' ? 'unknown' : 'failed',
        providerReference: sent ? (outcome.providerId ?? null) : null,
        error: sent ? null : `${outcome.reason}: ${outcome.detail}`,
        sentAt: sent ? this.clock.now() : null,
        sealedBody: null,
      })
      .save()
  }
}
