import { inject } from '@adonisjs/core'
import { systemClock } from '#core/clock'
import { openSmsGateway, smsGatewayDriver } from '#messaging/gateways/registry'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { JobQueue } from '#tenancy/jobs/job_queue'
import type { ProviderAccountForm } from '#tenancy/provider_account'
import { unseal } from '#tenancy/sealed'
import type { TenantScope } from '#tenancy/tenancy'

/** Of what is left out, an account keeps what it has. */
export interface SmsGatewayForm extends ProviderAccountForm {
  /** Below this, in minor units of the balance's currency, people are warned; null is our guess. */
  lowAtMinor?: number | null
}

/** Connects the ISP's account at an SMS provider, or changes it. */
@inject()
export class SaveSmsGateway {
  constructor(private jobs: JobQueue) {}

  /** Call in the tenant's scope. @throws UnknownProvider, InvalidCredentials */
  async execute(tenant: TenantScope, form: SmsGatewayForm): Promise<SmsGatewayAccount> {
    const { fields } = smsGatewayDriver(form.provider)
    const known = await SmsGatewayAccount.query()
      .where('provider', form.provider)
      .forUpdate()
      .first()
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
