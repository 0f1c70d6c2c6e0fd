import { inject } from '@adonisjs/core'
import { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { chooseAccounts } from '#messaging/delivery/choose_accounts'
import { RecordOutcome } from '#messaging/delivery/record_outcome'
import type { SmsRefusal } from '#messaging/delivery/retry_plan'
import { sendThrough } from '#messaging/delivery/send_through'
import { openOutgoing } from '#messaging/outgoing_text'
import { capOn, SmsAllowance, type Taken } from '#messaging/pumping/sms_allowance'
import { quietVerdict } from '#messaging/quiet_hours'
import type SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { OCCASIONS } from '#messaging/texts/occasions'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

interface Claimed {
  message: SmsMessage
  text: string
  /** When it loses its use; null says nothing. */
  until: DateTime | null
  accounts: readonly SmsGatewayAccount[]
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
    private clock: Clock,
    private record: RecordOutcome,
    private allowance: SmsAllowance
  ) {}

  async execute(tenant: TenantScope, messageId: number): Promise<void> {
    const taken = await this.allowance.take(tenant)
    const claimed = await this.tenancy.run(tenant, () => this.#claim(tenant, messageId, taken))
    const left = claimed !== null && (await this.#leaves(tenant, claimed))
    if (!taken.any && !left) await this.allowance.giveBack(tenant)
  }

  /**
   * A message found in `sending` was being sent by a process that died: it may
   * have left the house, so it is unknown rather than sent a second time.
   */
  async #claim(tenant: TenantScope, messageId: number, taken: Taken): Promise<Claimed | null> {
    const message = await SmsMessage.query().where('id', messageId).forUpdate().first()
    if (!message) return null
    if (message.status === 'sending') {
      await message.merge({ status: 'unknown', sealedBody: null, error: 'no_answer' }).save()
      return null
    }
    if (message.status !== 'queued') return null
    const now = this.clock.now()
    if (await this.#keepsQuiet(tenant, message, now)) return null
    const cap = capOn(message.event, taken)
    if (cap) return this.#fail(message, cap)

    const choice = await chooseAccounts(message, now)
    if (!choice.accounts) return this.#fail(message, choice.why)

    const { text, until } = message.sealedBody
      ? openOutgoing(message.sealedBody, tenant.id)
      : { text: message.body, until: null }
    const end = until === null ? null : DateTime.fromISO(until, { zone: 'utc' })
    if (end && now >= end) return this.#fail(message, 'too_late')

    await message.merge({ status: 'sending', attempts: message.attempts + 1 }).save()
    return { message, text, until: end, accounts: choice.accounts }
  }

  /** A message that was tried before, or stood in a long queue, comes into quiet hours, too. */
  async #keepsQuiet(tenant: TenantScope, message: SmsMessage, now: DateTime): Promise<boolean> {
    const { worthSeconds } = OCCASIONS[message.event]
    const usefulUntil =
      worthSeconds === null ? null : message.createdAt.plus({ seconds: worthSeconds })
    const verdict = quietVerdict(tenant, message.event, now, usefulUntil)
    if (verdict === 'dropped') await this.record.failed(message.id, 'quiet_hours')
    else if (verdict) await this.record.waits(message, verdict.waitsUntil)
    return verdict !== null
  }

  async #fail({ id }: SmsMessage, error: string): Promise<null> {
    await this.record.failed(id, error)
    return null
  }

  /** @returns whether it left the house, or may have */
  async #leaves(
    tenant: TenantScope,
    { message, text, until, accounts }: Claimed
  ): Promise<boolean> {
    const refusals: SmsRefusal[] = []
    for (const account of accounts) {
      const sent = await sendThrough(tenant, account, message, text, this.clock)
      await this.tenancy.run(tenant, () => this.record.execute(message.id, account, sent))
      if (sent.outcome.outcome !== 'refused') return true
      refusals.push(sent.outcome)
      if (!sent.outcome.retryableElsewhere) break
    }
    await this.tenancy.run(tenant, () => this.record.refusedByAll(message.id, refusals, until))
    return false
  }
}
