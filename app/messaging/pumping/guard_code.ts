import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import { Clock } from '#core/clock'
import { countryOfNumber, type MobileNumber } from '#core/mobile_number'
import { SmsTrouble } from '#messaging/balance/sms_trouble'
import type { CodeAsker } from '#messaging/pumping/code_asker'
import { CodeBlocks } from '#messaging/pumping/code_blocks'
import { unusualGrowth, type Growth } from '#messaging/pumping/code_growth_query'
import { SmsAllowance } from '#messaging/pumping/sms_allowance'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import { blockOf, prefixesOf } from '#messaging/pumping/prefixes'
import { RefusedCodes, type CodeRefusal } from '#messaging/pumping/refused_codes'
import { smsCountries } from '#messaging/pumping/sms_countries'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/**
 * Keeps people who earn by SMS from having codes sent at an ISP's expense: no code goes to a country
 * it does not serve, to a range of numbers whose codes nobody enters, or for somebody whom an admin
 * has blocked. Call outside a tenant's scope.
 */
@inject()
export class GuardCode {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private allowance: SmsAllowance,
    private paused: PausedPrefixes,
    private refused: RefusedCodes,
    private blocks: CodeBlocks
  ) {}

  /** @returns why no code may go to this number, or to this asker, now; null when one may */
  async execute(tenant: TenantScope, asker: CodeAsker): Promise<CodeRefusal | null> {
    const { mobile } = asker
    if (await this.blocks.isBlocked(tenant.id, asker)) {
      return this.#refuse(tenant, 'blocked', blockOf(mobile))
    }
    const country = countryOfNumber(mobile) ?? '??'
    if (!smsCountries(tenant).includes(country)) return this.#refuse(tenant, 'country', country)
    const cap = await this.allowance.capOnCodes(tenant)
    if (cap) return this.#refuse(tenant, cap, country)
    return (await this.#isPumped(tenant, mobile))
      ? this.#refuse(tenant, 'paused', blockOf(mobile))
      : null
  }

  /** A limit by the hour was met: the page counts it among the rest. */
  async tooMany(tenant: TenantScope, mobile: MobileNumber): Promise<void> {
    await this.refused.count(tenant.id, 'too_many', blockOf(mobile))
  }

  async #isPumped(tenant: TenantScope, mobile: MobileNumber): Promise<boolean> {
    const prefixes = prefixesOf(mobile)
    const ends = await this.paused.endsOf(
      tenant.id,
      prefixes.map(({ digits }) => digits)
    )
    const now = this.clock.now()
    if ([...ends.values()].some((end) => end > now)) return true

    for (const prefix of prefixes) {
      const after = ends.get(prefix.digits) ?? null
      const growth = await this.tenancy.run(tenant, () =>
        unusualGrowth(this.tenancy, prefix, now, after)
      )
      if (growth) {
        await this.#pause(tenant, growth)
        return true
      }
    }
    return false
  }

  async #pause(tenant: TenantScope, growth: Growth): Promise<void> {
    if (!(await this.paused.begin(tenant.id, growth))) return
    logger.warn({ tenant: tenant.id, ...growth }, 'codes to a prefix are paused')
    await this.tenancy.run(tenant, () => SmsTrouble.dispatch({ kind: 'codes_paused', ...growth }))
  }

  async #refuse(
    tenant: TenantScope,
    reason: CodeRefusal,
    destination: string
  ): Promise<CodeRefusal> {
    logger.warn({ tenant: tenant.id, reason, destination }, 'a code was refused')
    await this.refused.count(tenant.id, reason, destination)
    return reason
  }
}
