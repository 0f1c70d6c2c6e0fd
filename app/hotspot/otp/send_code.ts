import { inject } from '@adonisjs/core'
import Customer from '#hotspot/customers/customer'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { CODE_MINUTES, OneTimeCode } from '#hotspot/otp/one_time_code'
import type { CodeAsker } from '#messaging/pumping/code_asker'
import { CodeAskers } from '#messaging/pumping/code_askers'
import { GuardCode } from '#messaging/pumping/guard_code'
import { blockOf } from '#messaging/pumping/prefixes'
import type { CodeRefusal } from '#messaging/pumping/refused_codes'
import { QueueMessage } from '#messaging/queue_message'
import { chargeLimits } from '#tenancy/charge_limits'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

export interface CodeRequest extends CodeAsker {
  routerId: number
  locale: string
}

export type CodeSent =
  | { sent: true }
  | { sent: false; retryInSeconds: number }
  /** None goes to this number, however long one waits. */
  | { sent: false; refused: CodeRefusal }

const COOLDOWN_SECONDS = 30

/** How many codes an hour; an SMS costs money, and a code for nobody is a weapon. */
const CAPS = { number: 5, mac: 8, block: 60, router: 300, tenant: 3000 }
const NUMBER_A_DAY = 10

/**
 * Sends a code to a number and remembers the number as a pending customer.
 * Thirty seconds between two codes of one number, and caps by the hour and the day.
 */
@inject()
export class SendCode {
  constructor(
    private tenancy: Tenancy,
    private oneTimeCode: OneTimeCode,
    private queueMessage: QueueMessage,
    private guard: GuardCode,
    private askers: CodeAskers
  ) {}

  async execute(tenant: Tenant, request: CodeRequest): Promise<CodeSent> {
    const refused = await this.guard.execute(tenant, request)
    if (refused) return { sent: false, refused }
    const wait = await chargeLimits(limitsOf(tenant.id, request))
    if (wait > COOLDOWN_SECONDS) await this.guard.tooMany(tenant, request.mobile)
    if (wait > 0) return { sent: false, retryInSeconds: wait }

    await this.askers.asked(tenant.id, request)
    const code = await this.oneTimeCode.issue(tenant.id, request.mobile)
    await this.tenancy.run(tenant, async () => {
      const customer = await this.#customer(request)
      await this.queueMessage.execute({
        event: 'otp',
        mobile: request.mobile,
        customerId: customer.id,
        locale: request.locale,
        data: { tenant: tenant.name, code, minutes: CODE_MINUTES },
        worthSeconds: CODE_MINUTES * 60,
      })
      await logHotspot(customer, 'code_sent', {}, request.mac, request.routerId)
    })
    return { sent: true }
  }

  /** Two first requests of one number may race; the second finds what the first inserted. */
  async #customer({ mobile, locale }: CodeRequest): Promise<Customer> {
    await this.tenancy.transaction
      .knexQuery()
      .table(Customer.table)
      .insert({ mobile, language: locale, status: 'pending' })
      .onConflict('mobile')
      .ignore()
    return Customer.findByOrFail('mobile', mobile)
  }
}

function limitsOf(tenantId: number, { mobile, mac, routerId }: CodeRequest) {
  const scope = `otp:${tenantId}`
  const anHour = (key: string, requests: number) => ({
    key: `${scope}:${key}`,
    requests,
    duration: '1 hour',
  })
  return [
    { key: `${scope}:cooldown:${mobile}`, requests: 1, duration: `${COOLDOWN_SECONDS} seconds` },
    anHour(`number:${mobile}`, CAPS.number),
    { key: `${scope}:day:${mobile}`, requests: NUMBER_A_DAY, duration: '1 day' },
    anHour(`mac:${mac}`, CAPS.mac),
    anHour(`block:${blockOf(mobile)}`, CAPS.block),
    anHour(`router:${routerId}`, CAPS.router),
    anHour('tenant', CAPS.tenant),
  ]
}
