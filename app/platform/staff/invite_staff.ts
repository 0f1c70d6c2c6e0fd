import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { Clock } from '#core/clock'
import { MailSender } from '#messaging/mail/mail_sender'
import Membership from '#platform/accounts/membership'
import { AlreadyStaff } from '#platform/staff/errors'
import Invitation, { type InvitedRole } from '#platform/staff/invitation'
import { invitationMail } from '#platform/staff/invitation_mail'
import { hashOfToken, invitationUrl, newInvitationToken } from '#platform/staff/invitation_token'
import { JobQueue } from '#tenancy/jobs/job_queue'
import type Tenant from '#tenancy/models/tenant'
import { requireRoom } from '#tenancy/plans/require_room'

const DAYS = 7

export interface StaffInvitation {
  /** In small letters. */
  email: string
  role: InvitedRole
  invitedBy: string
}

/** Asks somebody to work for an ISP. Asked again, the newer link and role count and the older link is dead. */
@inject()
export class InviteStaff {
  constructor(
    private db: Database,
    private clock: Clock,
    private jobs: JobQueue,
    private mail: MailSender
  ) {}

  /**
   * @returns the link where no e-mail can be sent, to be passed on by hand; otherwise null, for
   * only who reads that mail may have it
   * @throws AlreadyStaff, LimitReached
   */
  async execute(
    tenant: Tenant,
    { email, role, invitedBy }: StaffInvitation
  ): Promise<string | null> {
    const token = newInvitationToken()
    const invitation = await this.db.connection('app').transaction(async (client) => {
      await requireRoom(client, tenant, 'staff', () => this.#places(client, tenant, email))
      if (await worksFor(client, tenant, email)) throw new AlreadyStaff()
      await client
        .insertQuery()
        .table(Invitation.table)
        .insert({
          tenant_id: tenant.id,
          email,
          role,
          invited_by: invitedBy,
          token_hash: hashOfToken(token),
          expires_at: this.clock.now().plus({ days: DAYS }).toJSDate(),
        })
        .onConflict(['tenant_id', 'email'])
        .merge(['role', 'invited_by', 'token_hash', 'expires_at'])
      return Invitation.query({ client }).where({ tenantId: tenant.id, email }).firstOrFail()
    })

    const url = invitationUrl(token)
    if (!this.mail.isOn) return url
    const letter = invitationMail(tenant, invitation, url)
    await this.jobs.send('send-mail', { tenantId: tenant.id, ...letter })
    return null
  }

  /** Taken by people, and kept for those who may still say yes. */
  async #places(
    client: TransactionClientContract,
    { id: tenantId }: Tenant,
    email: string
  ): Promise<number> {
    const result: { rows: { places: string }[] } = await client.rawQuery(
      `select (select count(*) from platform.memberships where tenant_id = :tenantId)
            + (select count(*) from platform.invitations
                where tenant_id = :tenantId and expires_at > :now and email <> :email) as places`,
      { tenantId, email, now: this.clock.now().toJSDate() }
    )
    return Number(result.rows[0]?.places)
  }
}

async function worksFor(
  client: TransactionClientContract,
  tenant: Tenant,
  email: string
): Promise<boolean> {
  const member = await Membership.query({ client })
    .where('tenant_id', tenant.id)
    .whereRaw('account_id in (select id from platform.accounts where lower(email) = lower(?))', [
      email,
    ])
    .first()
  return member !== null
}
