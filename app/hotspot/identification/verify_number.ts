import { inject } from '@adonisjs/core'
import type { MacAddress } from '#core/mac_address'
import type { MobileNumber } from '#core/mobile_number'
import { ActivateTrial } from '#hotspot/activation/activate_trial'
import { formatSeconds } from '#core/duration'
import { accountOf } from '#hotspot/customers/account_of'
import { LinkDevice } from '#hotspot/customers/link_device'
import { DeviceChangedRecently } from '#hotspot/customers/replacement_wait'
import type { Sighting } from '#hotspot/identification/identify_device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { OneTimeCode, type CodeVerdict } from '#hotspot/otp/one_time_code'
import { markCodeUsed } from '#messaging/mark_code_used'
import { CodeAskers } from '#messaging/pumping/code_askers'
import { QueueMessage } from '#messaging/queue_message'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

export type VerifyOutcome =
  | { verdict: 'right'; customerId: number }
  | { verdict: 'device_change'; minutes: number }
  | { verdict: Exclude<CodeVerdict, 'right'> }

/**
 * A right code makes a pending number a customer: the device becomes theirs,
 * the Trial starts if it is still owed, and they are welcomed.
 */
@inject()
export class VerifyNumber {
  constructor(
    private tenancy: Tenancy,
    private oneTimeCode: OneTimeCode,
    private linkDevice: LinkDevice,
    private activateTrial: ActivateTrial,
    private queueMessage: QueueMessage,
    private askers: CodeAskers
  ) {}

  /** @param from the address that we see the request come from */
  async execute(
    tenant: Tenant,
    mobile: MobileNumber,
    code: string,
    sighting: Sighting,
    locale: string,
    from: string
  ): Promise<VerifyOutcome> {
    const verdict = await this.oneTimeCode.verify(tenant.id, mobile, code)
    if (verdict === 'wrong' || verdict === 'locked') {
      await this.askers.wrong(tenant.id, { mobile, mac: sighting.mac, from })
    }
    if (verdict !== 'right') return { verdict }

    try {
      const customerId = await this.tenancy.run(tenant, () =>
        this.#welcome(tenant, mobile, sighting, locale)
      )
      return { verdict, customerId }
    } catch (error) {
      if (!(error instanceof DeviceChangedRecently)) throw error
      return { verdict: 'device_change', minutes: error.minutes }
    }
  }

  async #welcome(
    tenant: Tenant,
    mobile: MobileNumber,
    sighting: Sighting,
    locale: string
  ): Promise<number> {
    await this.#oneAtATime(sighting.mac)
    await markCodeUsed(this.tenancy, mobile)
    const customer = await accountOf({ mobile })
    const isNew = customer.status === 'pending'
    await customer.merge({ status: isNew ? 'active' : customer.status, language: locale }).save()
    await logHotspot(customer, 'verified', {}, sighting.mac, sighting.routerId)
    await this.linkDevice.execute(customer, sighting)
    if (customer.status === 'blocked') return customer.id

    const trial = isNew ? await this.activateTrial.execute(customer, sighting.mac) : null
    if (trial) {
      await this.queueMessage.execute({
        event: 'welcome',
        mobile,
        customerId: customer.id,
        locale,
        data: {
          tenant: tenant.name,
          package: trial.packageName,
          duration: formatSeconds(trial.validitySeconds, locale),
        },
      })
    }
    return customer.id
  }

  /** Two numbers proven on one phone at once would both find its Trial unused. */
  async #oneAtATime(mac: MacAddress): Promise<void> {
    await this.tenancy.transaction.rawQuery(
      'select pg_advisory_xact_lock(hashtextextended(?, ?))',
      [mac, this.tenancy.tenant.id]
    )
  }
}
