import { inject } from '@adonisjs/core'
import { systemClock } from '#core/clock'
import { openSmsGateway, smsGatewayDriver } from '#messaging/gateways/registry'
import { isOtherInUse } from '#messaging/other_in_use'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { hasFeature, requireFeature } from '#tenancy/plans/features'
import type { ProviderAccountForm } from '#tenancy/provider_account'
import { unseal } from '#tenancy/sealed'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'

/** Of what is left out, an account keeps what it has. */
export interface SmsGatewayForm extends ProviderAccountForm {
  /** Below this, in minor units of the balance's currency, people are warned; null is our guess. */
  lowAtMinor?: number | null
}

/** Connects the ISP's account at an SMS provider, or changes it. */
@inject()
export class SaveSmsGateway {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue
  ) {}

  /** Call in the tenant's scope. @throws UnknownProvider, InvalidCredentials, FeatureNotInPlan */
  async execute(tenant: TenantScope, form: SmsGatewayForm): Promise<SmsGatewayAccount> {
    const { fields } = smsGatewayDriver(form.provider)
    const known = await SmsGatewayAccount.query()
      .where('provider', form.provider)
      .forUpdate()
      .first()
    if (form.enabled && !known?.enabled) await this.#requireRoomBeside(tenant, form.provider)
    const account = known ?? new SmsGatewayAccount()
    account.enter(tenant, form, fields, 'sms credentials')
    refuseUnusable(tenant, account)
    if (form.lowAtMinor !== undefined) account.lowAtMinor = form.lowAtMinor
    if (!known) account.position = await nextPosition()
    /** Whoever mends an account wants it used at once. */
    account.merge({ failures: 0, restsUntil: null })
    await account.save()

    const job = { tenantId: tenant.id, accountId: account.id }
    if (account.enabled) await this.jobs.send('ask-sms-balance', job)
    return account
  }

  /**
   * Every plan has one account in use; another beside it is a feature. Two forms at once take
   * turns, or each would be the first.
   */
  async #requireRoomBeside(tenant: TenantScope, provider: string): Promise<void> {
    if (hasFeature(tenant, 'smsFailover')) return
    await this.tenancy.transaction.rawQuery(
      'select pg_advisory_xact_lock(hashtextextended(?, 0))',
      [`sms accounts:${tenant.id}`]
    )
    if (await isOtherInUse(provider)) requireFeature(tenant, 'smsFailover')
  }
}

/** What each field allows may still not open: an address of the account's own, for one. */
function refuseUnusable(tenant: TenantScope, account: SmsGatewayAccount): void {
  const { provider, environment } = account
  const credentials = unseal(account.credentials, tenant.id, 'sms credentials')
  openSmsGateway({ provider, environment, credentials, clock: systemClock })
}

/** A new account is tried last. */
async function nextPosition(): Promise<number> {
  const last = await SmsGatewayAccount.query().orderBy('position', 'desc').first()
  return last ? last.position + 1 : 0
}
