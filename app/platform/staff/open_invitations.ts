import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { InvitationGone } from '#platform/staff/errors'
import Invitation from '#platform/staff/invitation'
import { hashOfToken } from '#platform/staff/invitation_token'

/** Invitations that wait for an answer. */
@inject()
export class OpenInvitations {
  constructor(private clock: Clock) {}

  /** @throws InvitationGone, the same for every reason */
  async byToken(token: string): Promise<Invitation> {
    const invitation = await Invitation.query()
      .where('token_hash', hashOfToken(token))
      .where('expires_at', '>', this.clock.now().toJSDate())
      .preload('tenant')
      .first()
    if (!invitation?.tenant.isOpen) throw new InvitationGone()
    return invitation
  }

  /** One of an ISP's, expired or not. @throws InvitationGone */
  async ofTenant(tenantId: number, id: number): Promise<Invitation> {
    const invitation = await Invitation.query().where({ id, tenantId }).first()
    if (!invitation) throw new InvitationGone()
    return invitation
  }
}
