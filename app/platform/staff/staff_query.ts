import type { DateTime } from 'luxon'
import Membership from '#platform/accounts/membership'
import Invitation from '#platform/staff/invitation'

/** Who works for an ISP, the owners first, and who was asked to; `bounced` where no mail arrives. */
export async function staffQuery(tenantId: number, now: DateTime) {
  const people = await Membership.query()
    .where('tenant_id', tenantId)
    .preload('account')
    .orderByRaw(`array_position(array['owner', 'manager', 'cashier', 'support'], role), created_at`)
  const invitations = await Invitation.query()
    .select('*')
    .select(Invitation.query().client.raw(BOUNCED))
    .where('tenant_id', tenantId)
    .orderBy('created_at')
  return {
    people: people.map(({ account, role }) => ({
      id: account.id,
      name: account.name,
      email: account.email,
      twoFactor: account.hasTwoFactor,
      role,
    })),
    invitations: invitations.map(({ id, email, role, invitedBy, expiresAt, $extras }) => ({
      id,
      email,
      role,
      invitedBy,
      expiresAt,
      expired: expiresAt <= now,
      bounced: $extras.bounced === true,
    })),
  }
}

const BOUNCED = `exists (select from platform.undeliverable_addresses u
  where u.email = invitations.email) as bounced`
