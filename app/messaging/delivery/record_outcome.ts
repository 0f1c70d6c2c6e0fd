import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { SmsTrouble } from '#messaging/balance/sms_trouble'
import { healthAfter, isNews, isOnProbation } from '#messaging/delivery/account_health'
import { retryIn, WORTH_HOURS, type SmsRefusal } from '#messaging/delivery/retry_plan'
import type { Sent } from '#messaging/delivery/send_through'
import { smsTry } from '#messaging/delivery/sms_try'
import type { SmsOutcome } from '#messaging/gateways/contract'
import { messageCost } from '#messaging/message_cost'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { markDue } from '#tenancy/due_work'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy } from '#tenancy/tenancy'
import type { DateTime } from 'luxon'

/** A first look at what became of a message that was taken; later ones are ever rarer. */
const FIRST_POLL_SECONDS = 30

/** Keeps what accounts said: with the message, and in how the account fares. Call in the tenant's scope. */
@inject()
export class RecordOutcome {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private clock: Clock
  ) {}

  /** One account's answer. A refused message is still being sent: another account may take it. */
  async execute(messageId: number, account: SmsGatewayAccount, sent: Sent): Promise<void> {
    const { outcome } = sent
    const now = this.clock.now()
    const message = await SmsMessage.findOrFail(messageId)
    message.tries = [...message.tries, smsTry(account.provider, outcome, now)]
    message.provider = account.provider
    message.error =
      outcome.outcome === 'accepted' ? null : `${outcome.reason}: ${outcome.detail}`.slice(0, 500)
    if (outcome.outcome === 'unknown') message.merge({ status: 'unknown', sealedBody: null })
    if (outcome.outcome === 'accepted') await this.#accepted(message, account, outcome, sent, now)
    await message.save()
    await this.#note(account, outcome, now)
  }

  /** Every account refused: once more later, or never. */
  async refusedByAll(messageId: number, refusals: readonly SmsRefusal[], until: DateTime | null) {
    const message = await SmsMessage.findOrFail(messageId)
    const now = this.clock.now()
    const end = until ?? message.createdAt.plus({ hours: WORTH_HOURS })
    const pause = retryIn(refusals, message.attempts, now, end)
    if (pause === null) return this.refusedForGood(messageId)

    await message.merge({ status: 'queued' }).save()
    const job = { tenantId: this.tenancy.tenant.id, messageId }
    await this.jobs.send('send-sms', job, { delaySeconds: pause })
  }

  /** Its hour is quiet; it comes again at the end. */
  async waits(message: SmsMessage, until: DateTime): Promise<void> {
    await message.merge({ dueAt: until }).save()
    const job = { tenantId: this.tenancy.tenant.id, messageId: message.id }
    const delaySeconds = Math.ceil(until.diff(this.clock.now()).as('seconds'))
    await this.jobs.send('send-sms', job, { delaySeconds })
  }

  /** …and the last refusal stands as the reason. */
  async refusedForGood(messageId: number): Promise<void> {
    await SmsMessage.query().where('id', messageId).update({ status: 'failed', sealed_body: null })
  }

  /** It will not be sent. */
  async failed(messageId: number, error: string): Promise<void> {
    await SmsMessage.query()
      .where('id', messageId)
      .update({ status: 'failed', sealed_body: null, error })
  }

  async #accepted(
    message: SmsMessage,
    account: SmsGatewayAccount,
    { providerId, cost }: Extract<SmsOutcome, { outcome: 'accepted' }>,
    { isPolled }: Sent,
    now: DateTime
  ): Promise<void> {
    const pollAt = isPolled && providerId ? now.plus({ seconds: FIRST_POLL_SECONDS }) : null
    message.merge({
      status: 'sent',
      providerReference: providerId ?? null,
      sentAt: now,
      sealedBody: null,
      pollAt,
      ...messageCost(account, message.segments, cost),
    })
    if (pollAt) await markDue(this.tenancy, pollAt)
  }

  async #note(tried: SmsGatewayAccount, outcome: SmsOutcome, now: DateTime): Promise<void> {
    const { id } = tried
    const before = await SmsGatewayAccount.find(id)
    if (!before || !isNews(before, outcome, now)) return
    const account = await SmsGatewayAccount.query().where('id', id).forUpdate().first()
    if (!account) return
    const wasEmpty = account.lastReason === 'no_balance'
    account.merge(healthAfter(account, outcome, now, isOnProbation(tried, now)))
    const isEmpty = account.lastReason === 'no_balance'

    /** Where the provider tells a balance, that decides; where it does not, what it refuses does. */
    if (outcome.outcome === 'accepted' && account.balanceAskedAt === null) account.lowSince = null
    const warns = isEmpty && account.lowSince === null
    if (warns) account.lowSince = now
    await account.save()
    if (isEmpty && !wasEmpty) {
      await this.jobs.send('ask-sms-balance', { tenantId: this.tenancy.tenant.id, accountId: id })
    }
    if (warns) await SmsTrouble.dispatch({ kind: 'no_balance', provider: account.provider })
  }
}
