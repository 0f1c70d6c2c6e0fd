import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'

/**
 * Where a tenant may go from where it is. Back to its trial goes only one that the trial's end has
 * stopped, by a wrong clock, say: as active it would never be asked for money.
 */
const MOVES: Record<TenantStatus, readonly TenantStatus[]> = {
  provisioning: ['trial', 'closed'],
  trial: ['active', 'past_due', 'read_only', 'suspended', 'closed'],
  active: ['past_due', 'read_only', 'suspended', 'closed'],
  past_due: ['active', 'read_only', 'suspended', 'closed'],
  read_only: ['trial', 'active', 'past_due', 'suspended', 'closed'],
  suspended: ['trial', 'active', 'past_due', 'read_only', 'closed'],
  closed: ['trial', 'active', 'past_due', 'read_only', 'suspended'],
  erased: [],
}

/** Erasing is no move: it takes the tables along and has no way back (lifecycle/erasing). */
export function mayBeErased({ status }: { readonly status: TenantStatus }): boolean {
  return status === 'closed'
}

export function mayMove(from: TenantStatus, to: TenantStatus): boolean {
  return MOVES[from].includes(to)
}
