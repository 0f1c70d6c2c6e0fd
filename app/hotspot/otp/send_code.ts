import { inject } from '@adonisjs/core'
import limiter from '@adonisjs/limiter/services/main'
import type { MacAddress } from '#core/mac_address'
import type { MobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { CODE_MINUTES, OneTimeCode } from '#hotspot/otp/one_time_code'
import { QueueMessage } from '#messaging/queue_message'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

export interface CodeRequest {
  mobile: MobileNumber
  mac: MacAddress
  routerId: number
  locale: string
}

export type CodeSent = { sent: true } | { sent: false; retryInSeconds: number }

const COOLDOWN_SECONDS = 30

/** How many codes an hour; an SMS costs money, and a code for nobody is a weapon. */
const CAPS = { number: 5, mac: 8, router: 300, tenant: 3000 }

/**
 * Sends a code to a number and remembers the number as a pending customer.
 * Thirty seconds between two codes of one number, and caps by the hour.
 */
@inject()
export class SendCode {
  constructor(
    private tenancy: Tenancy,
    private oneTimeCode: OneTimeCode,
    private queueMessage: QueueMessage
  ) {}

  async execute(tenant: Tenant, request: CodeRequest): Promise<CodeSent> {
    const wait = await this.#wait(tenant.id, request)
    if (wait > 0) return { sent: false, retryInSeconds: wait }

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

  /**
   * Seconds until a code may be sent, 0 for now. All limits are read before any
   * is charged: what is refused for one (a phone that asks for everybody's code)
   * must not use up another (those people's numbers).
   */
  async #wait(tenantId: number, { mobile, mac, routerId }: CodeRequest): Promise<number> {
    const scope = `otp:${tenantId}`
    const limits = [
      rule(`${scope}:cooldown:${mobile}`, 1, COOLDOWN_SECONDS),
      rule(`${scope}:number:${mobile}`, CAPS.number, '1 hour'),
      rule(`${scope}:mac:${mac}`, CAPS.mac, '1 hour'),
      rule(`${scope}:router:${routerId}`, CAPS.router, '1 hour'),
      rule(`${scope}:tenant`, CAPS.tenant, '1 hour'),
    ]
    for (const { key, limit } of limits) {
      if ((await limit.remaining(key)) <= 0) return Math.max(1, await limit.availableIn(key))
    }
    for (const { key, limit } of limits) {
      if (!(await limit.attempt(key, () => true))) return Math.max(1, await limit.availableIn(key))
    }
    return 0
  }
}

function rule(key: string, requests: number, duration: number | string) {
  return { key, limit: limiter.use({ requests, duration }) }
}
