import Membership from '#platform/accounts/membership'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { TENANT_STATUSES, type TenantStatus } from '#tenancy/lifecycle/tenant_states'
import type Tenant from '#tenancy/models/tenant'

/**
 * The state an ISP was in when one of its owners closed it. Null when somebody of ours did: that is
 * for us to take back.
 */
export async function stateBeforeOwnClosing({ id }: Tenant): Promise<TenantStatus | null> {
  const last = await TenantEvent.query()
    .where({ tenantId: id, kind: 'status' })
    .orderBy('id', 'desc')
    .first()
  if (last?.actor !== 'person' || last.accountId === null) return null

  const closer = await Membership.query()
    .where({ tenantId: id, accountId: last.accountId, role: 'owner' })
    .first()
  return closer ? (TENANT_STATUSES.find((status) => status === last.before) ?? null) : null
}
