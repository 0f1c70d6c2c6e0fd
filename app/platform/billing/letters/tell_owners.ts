import { inject } from '@adonisjs/core'
import i18nManager from '@adonisjs/i18n/services/main'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { MailSender } from '#messaging/mail/mail_sender'
import Account from '#platform/accounts/account'
import type { SoftLimitName } from '#platform/plans/soft_limits'
import { tenantUrl } from '#platform/tenant_url'
import { JobQueue } from '#tenancy/jobs/job_queue'
import type Tenant from '#tenancy/models/tenant'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import type { UsageStage } from '#tenancy/plans/usage_stage'

/** Letters about what the plan has room for. */
export type LimitLetterKind = `limit.${SoftLimitName}.${Exclude<UsageStage, 'free'>}`

export interface Letter {
  /** Its texts are `billing.mail.<kind>`. */
  kind:
    | 'trial_7'
    | 'trial_3'
    | 'trial_1'
    | 'payment_failed'
    | 'action_required'
    | 'invoice_issued'
    | 'invoice_due'
    | 'invoice_void'
    | 'second_ended'
    | 'downgrade_kept'
    | 'read_only'
    | 'suspended'
    | 'closed'
    | 'erasing'
    | LimitLetterKind
  /** What it is about: a letter of a kind is sent once about a thing. */
  about: string
  data?: Record<string, string | number>
  /** Where something can be done about it; the plan's page without. */
  url?: string
}

/** Writes to an ISP's owners about money and their plan, each letter once. */
@inject()
export class TellOwners {
  constructor(
    private db: Database,
    private jobs: JobQueue,
    private mail: MailSender
  ) {}

  /** That it was written is noted with the letters themselves: all of it, or nothing. */
  async execute(tenant: Tenant, letter: Letter): Promise<void> {
    if (!this.mail.isOn) return
    const owners = await ownersOf(tenant)
    await this.db.connection('app').transaction(async (within) => {
      if (!(await isFirst(within, tenant, letter))) return
      for (const { email: to } of owners) {
        const mail = { tenantId: tenant.id, to, ...written(tenant, letter) }
        await this.jobs.send('send-mail', mail, { within })
      }
    })
  }

  /** Was one of these kinds sent about it? */
  async hasTold({ id }: Tenant, kinds: Letter['kind'][], about: string): Promise<boolean> {
    const told = await this.#letters()
      .where({ tenant_id: id, about })
      .whereIn('kind', kinds)
      .first()
    return told !== null
  }

  /** Lets letters of these kinds be sent anew, whatever they were about. */
  async forget({ id }: Tenant, kinds: Letter['kind'][]): Promise<void> {
    await this.#letters().where('tenant_id', id).whereIn('kind', kinds).delete()
  }

  #letters() {
    return this.db.connection('app').from('platform.billing_letters')
  }
}

/** Whoever is at the same letter waits for the other, and then is not. */
async function isFirst(
  client: TransactionClientContract,
  { id }: Tenant,
  { kind, about }: Letter
): Promise<boolean> {
  const noted: { rows: unknown[] } = await client.rawQuery(
    `insert into platform.billing_letters (tenant_id, kind, about) values (?, ?, ?)
     on conflict do nothing returning kind`,
    [id, kind, about]
  )
  return noted.rows.length > 0
}

function ownersOf({ id }: Tenant) {
  return Account.query().whereIn('id', (owners) =>
    owners.from('platform.memberships').where({ tenant_id: id, role: 'owner' }).select('account_id')
  )
}

function written(tenant: Tenant, { kind, data, url }: Letter) {
  const i18n = i18nManager.locale(tenant.locale)
  const values = { tenant: tenant.name, ...data }
  return {
    subject: i18n.t(`billing.mail.${kind}.subject`, values),
    text: [
      i18n.t(`billing.mail.${kind}.text`, values),
      i18n.t('billing.mail.link', { url: url ?? `${tenantUrl(tenant)}${PLAN_PAGE}` }),
      i18n.t('billing.mail.footer', values),
    ].join('\n\n'),
  }
}
