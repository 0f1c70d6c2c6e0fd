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

  /** Seconds until a code may be sent; the first limit that is used up decides. */
  async #wait(tenantId: number, { mobile, mac, routerId }: CodeRequest): Promise<number> {
    const scope = `otp:${tenantId}`
    const limits: [key: string, requests: number, duration: number | string][] = [
      [`${scope}:cooldown:${mobile}`, 1, COOLDOWN_SECONDS],
      [`${scope}:number:${mobile}`, CAPS.number, '1 hour'],
      [`${scope}:mac:${mac}`, CAPS.mac, '1 hour'],
      [`${scope}:router:${routerId}`, CAPS.router, '1 hour'],
      [`${scope}:tenant`, CAPS.tenant, '1 hour'],
    ]
    for (const [key, requests, duration] of limits) {
      const limit = limiter.use({ requests, duration })
      if (!(await limit.attempt(key, () => true))) return Math.max(1, await limit.availableIn(key))
    }
    return 0
  }
}
