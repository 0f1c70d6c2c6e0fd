export const TENANT_STATUSES = [
  'provisioning',
  'trial',
  'active',
  'past_due',
  'read_only',
  'suspended',
  'closed',
  'erased',
] as const

export type TenantStatus = (typeof TENANT_STATUSES)[number]

/** What the people of the ISP may do; `billing` is its plan's pages and nothing else. */
type DashboardAccess = 'full' | 'read_only' | 'billing' | 'closed'

/** `serves`: whoever has paid stays online and comes back; nothing is sold or given away. */
type PortalService = 'sells' | 'serves' | 'closed'

/** `serving`: what paid customers need, and nothing of the ISP's comfort. */
export type JobScope = 'all' | 'serving' | 'none'

export interface TenantState {
  dashboard: DashboardAccess
  portal: PortalService
  /** Do FreeRADIUS and the tunnels know the routers? */
  radius: boolean
  jobs: JobScope
  signIn: boolean
  /** Are there tables of its own, to be read, exported and migrated? */
  tables: boolean
  /** A line on every page of the dashboard, `limits.state.<status>`, and how urgent it is. */
  banner: 'info' | 'warning' | 'error' | null
}

/**
 * What each state of an ISP means. Nobody compares statuses: they ask this table. The step that
 * hurts an ISP that does not pay is that it sells nothing more; a customer who has paid it is
 * served to the last minute of the package, in every state but the three without routers.
 */
const TENANT_STATES: Record<TenantStatus, TenantState> = {
  provisioning: state('closed', 'closed', 'none', null),
  trial: state('full', 'sells', 'all', null),
  active: state('full', 'sells', 'all', null),
  past_due: state('full', 'sells', 'all', 'warning'),
  read_only: state('read_only', 'sells', 'all', 'error'),
  suspended: state('billing', 'serves', 'serving', 'error'),
  closed: state('closed', 'closed', 'none', null),
  erased: { ...state('closed', 'closed', 'none', null), tables: false },
}

function state(
  dashboard: DashboardAccess,
  portal: PortalService,
  jobs: JobScope,
  banner: TenantState['banner']
): TenantState {
  const radius = portal !== 'closed'
  return { dashboard, portal, radius, jobs, signIn: dashboard !== 'closed', tables: true, banner }
}

export function stateOf({ status }: { readonly status: TenantStatus }): TenantState {
  return TENANT_STATES[status]
}

/** The statuses whose state is such, for a query. */
export function statusesWhere(suits: (state: TenantState) => boolean): TenantStatus[] {
  return TENANT_STATUSES.filter((status) => suits(TENANT_STATES[status]))
}
