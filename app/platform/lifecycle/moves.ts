import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'

/**
 * Where a tenant may go from where it is. A trial is gone back to only by whom its end has stopped,
 * by a clock that was wrong, say: as active it would never be asked for money.
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

/** Erasing is no move: it takes the tables along (app/platform/lifecycle/erasing), and has no way back. */
export function mayBeErased({ status }: { readonly status: TenantStatus }): boolean {
  return status === 'closed'
}

export function mayMove(from: TenantStatus, to: TenantStatus): boolean {
  return MOVES[from].includes(to)
}
