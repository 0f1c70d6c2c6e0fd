import type Account from '#platform/accounts/account'
import Membership, { type Role } from '#platform/accounts/membership'
import { statusesWhere } from '#tenancy/lifecycle/tenant_states'

export interface Place {
  tenantId: number
  role: Role
  slug: string
  name: string
  /** Has an owner of it proven an e-mail address? */
  ownerProven: boolean
}

const BOUNCES = `exists (select from platform.undeliverable_addresses where email = lower(?)) as bounces`

const OWNER_PROVEN = `exists (
  select from platform.memberships o join platform.accounts a on a.id = o.account_id
   where o.tenant_id = t.id and o.role = 'owner' and a.email_verified_at is not null
) as owner_proven`

/** Where an account works, by name, and whether mail to it bounces: asked at every page, so in one. */
export async function placesQuery({ id, email }: Account) {
  const query = Membership.query()
  const memberships = await query
    .join('platform.tenants as t', 't.id', 'tenant_id')
    .select('tenant_id', 'role', 't.slug', 't.name', query.client.raw(BOUNCES, [email]))
    .select(query.client.raw(OWNER_PROVEN))
    .where('account_id', id)
    .whereIn(
      't.status',
      statusesWhere(({ signIn }) => signIn)
    )
    .orderBy('t.name')
  return {
    places: memberships.map(({ tenantId, role, $extras }): Place => ({
      tenantId,
      role,
      slug: String($extras.slug),
      name: String($extras.name),
      ownerProven: $extras.owner_proven === true,
    })),
    mailBounces: memberships[0]?.$extras.bounces === true,
  }
}
