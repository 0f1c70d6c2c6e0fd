import Tenant from '#tenancy/models/tenant'

/** Whoever sends a form again does it soon. */
const WITHIN = '1 hour'

/**
 * The company that this e-mail has just opened under this name: its form came twice, or the
 * process that opened it died before it could say so. The password is for the caller to check.
 */
export async function begunSignUp(subdomain: string, email: string): Promise<Tenant | null> {
  return Tenant.query()
    .where('slug', subdomain)
    .whereRaw('created_at > now() - ?::interval', [WITHIN])
    .whereRaw(
      `id in (select m.tenant_id from platform.memberships m
                join platform.accounts a on a.id = m.account_id
               where m.role = 'owner' and lower(a.email) = lower(?))`,
      [email]
    )
    .first()
}
