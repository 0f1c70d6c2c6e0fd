import type { QueueName } from '#tenancy/jobs/queues'
import { stateOf, type JobScope, type TenantStatus } from '#tenancy/lifecycle/tenant_states'

/**
 * Whose business a queue is: the ISP's comfort, what its paid customers need, or the platform's
 * own with an ISP, which goes on when that is closed.
 */
type Concern = 'comfort' | 'service' | 'platform'

const CONCERNS: Record<QueueName, Concern> = {
  'router-commands': 'service',
  'send-sms': 'service',
  'ask-sms-balance': 'comfort',
  'send-mail': 'platform',
  'ask-subscription': 'platform',
  'migrate-tenant': 'platform',
  'open-tenant': 'platform',
  'follow-move': 'platform',
}

const WORKED: Record<JobScope, readonly Concern[]> = {
  all: ['comfort', 'service', 'platform'],
  serving: ['service', 'platform'],
  none: ['platform'],
}

/** Are jobs of this queue worked off for a tenant in this state? Null is one that is gone. */
export function isWorked(
  queue: QueueName,
  tenant: { readonly status: TenantStatus } | null
): boolean {
  const scope = tenant ? stateOf(tenant).jobs : 'none'
  return WORKED[scope].includes(CONCERNS[queue])
}
