import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { Clock } from '#core/clock'
import { MailSender } from '#messaging/mail/mail_sender'
import type Account from '#platform/accounts/account'
import Membership from '#platform/accounts/membership'
import { InvitationGone } from '#platform/staff/errors'
import Invitation from '#platform/staff/invitation'
import { hashOfToken } from '#platform/staff/invitation_token'
import Activity from '#tenancy/activity/activity'
import { requireRoom } from '#tenancy/plans/require_room'
import { Tenancy } from '#tenancy/tenancy'

/** Somebody says yes. The invitation is used up with it, once, whoever else has the link. */
@inject()
export class AcceptInvitation {
  constructor(
    private db: Database,
    private clock: Clock,
    private mail: MailSender,
    private tenancy: Tenancy
  ) {}

  /** @throws InvitationGone when it was for another address, too; LimitReached */
  async execute(invitation: Invitation, token: string, account: Account, ip: string) {
    const { tenant, role } = invitation
    if (account.email.toLowerCase() !== invitation.email) throw new InvitationGone()

    await this.db.connection('app').transaction(async (client) => {
      await requireRoom(client, tenant, 'staff', () => peopleOf(client, tenant.id))
      await this.#useUp(client, token)
      await client
        .insertQuery()
        .table('platform.memberships')
        .insert({ account_id: account.id, tenant_id: tenant.id, role })
        .onConflict(['account_id', 'tenant_id'])
        .ignore()
    })
    /** The link came by mail to this address, and nowhere else. */
    if (this.mail.isOn && !account.emailVerifiedAt) {
      await account.merge({ emailVerifiedAt: this.clock.now() }).save()
    }
    await this.tenancy.run(tenant, () =>
      Activity.create({
        accountId: account.id,
        accountName: account.name,
        action: 'staff.joined',
        subject: account.email,
        detail: { role },
        ip,
      })
    )
  }

  async #useUp(client: TransactionClientContract, token: string): Promise<void> {
    const used = await Invitation.query({ client })
      .where('token_hash', hashOfToken(token))
      .where('expires_at', '>', this.clock.now().toJSDate())
      .delete()
    if (Number(used) === 0) throw new InvitationGone()
  }
}

async function peopleOf(client: TransactionClientContract, tenantId: number): Promise<number> {
  const people = await Membership.query({ client }).where({ tenantId })
  return people.length
}
