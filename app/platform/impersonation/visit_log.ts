import { inject } from '@adonisjs/core'
import i18nManager from '@adonisjs/i18n/services/main'
import { MailSender } from '#messaging/mail/mail_sender'
import type Account from '#platform/accounts/account'
import Membership from '#platform/accounts/membership'
import type Impersonation from '#platform/impersonation/impersonation'
import { tenantUrl } from '#platform/tenant_url'
import Activity from '#tenancy/activity/activity'
import { JobQueue } from '#tenancy/jobs/job_queue'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

const LONGEST_PATH = 200

/** What an ISP can read of a support visit in its own activity log, and what its owners are mailed. */
@inject()
export class VisitLog {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private mail: MailSender
  ) {}

  async entered(tenant: Tenant, visit: Impersonation, ip: string): Promise<void> {
    const owners = this.mail.isOn ? await ownersOf(tenant) : []
    await this.tenancy.run(tenant, async () => {
      await note(visit, 'support.entered', visit.reason, ip)
      for (const to of owners) await this.#tell(tenant, visit, to)
    })
  }

  /** A page that was opened, or an act that was tried and refused. */
  async did(
    tenant: Tenant,
    visit: Impersonation,
    what: 'support.viewed' | 'support.refused',
    path: string,
    ip: string
  ): Promise<void> {
    await this.tenancy.run(tenant, () => note(visit, what, path.slice(0, LONGEST_PATH), ip))
  }

  async ended(tenant: Tenant, visit: Impersonation, by: Account, ip: string): Promise<void> {
    await this.tenancy.run(tenant, () =>
      Activity.create({
        accountId: by.id,
        accountName: by.name,
        action: 'support.ended',
        subject: visit.adminName,
        ip,
      })
    )
  }

  async #tell(tenant: Tenant, visit: Impersonation, to: string): Promise<void> {
    const i18n = i18nManager.locale(tenant.locale)
    const until = visit.expiresAt.setZone(tenant.timezone).toFormat('HH:mm')
    const said = { name: visit.adminName, tenant: tenant.name, reason: visit.reason, until }
    await this.jobs.send('send-mail', {
      tenantId: tenant.id,
      to,
      subject: i18n.t('support.mail.subject', said),
      text: [
        i18n.t('support.mail.text', said),
        i18n.t('support.mail.end', { url: `${tenantUrl(tenant)}/dashboard` }),
      ].join('\n\n'),
    })
  }
}

async function note(visit: Impersonation, action: string, subject: string, ip: string) {
  await Activity.create({
    accountId: visit.accountId,
    accountName: `Portico: ${visit.adminName}`,
    action,
    subject,
    detail: { visit: visit.id },
    ip,
  })
}

async function ownersOf(tenant: Tenant): Promise<string[]> {
  const rows = await Membership.query()
    .where({ tenantId: tenant.id, role: 'owner' })
    .join('platform.accounts as a', 'a.id', 'account_id')
    .select('a.email as email')
  return rows.map(({ $extras }) => String($extras.email))
}
