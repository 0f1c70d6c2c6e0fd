import type { DateTime } from 'luxon'
import type { Fact, FactKind } from '#dashboard/customers/fact'
import type { SuspendReason } from '#hotspot/activation/activation'
import type { CustomerStatus } from '#hotspot/customers/customer'

/** How a customer stands, beside what happened. */
export interface Standing {
  status: CustomerStatus
  suspendReason: SuspendReason | null
  blockedAt: DateTime | null
  merged: boolean
  /** A package that is neither used up nor over. */
  packageRuns: boolean
  hasDevice: boolean
  lastSeenAt: DateTime | null
}

/** One sentence: `says` names it, the rest fills it in. */
export interface Verdict {
  says:
    | 'online'
    | 'merged'
    | 'blocked'
    | 'blocked_by'
    | 'suspended_volume'
    | 'suspended_time'
    | 'unproved'
    | 'code_failed'
    | 'payment_waiting'
    | 'payment_review'
    | 'payment_failed'
    | 'recharge_undone'
    | 'no_package'
    | 'paid_router_silent'
    | 'paid_router_given_up'
    | 'router_asked'
    | 'router_silent'
    | 'router_given_up'
    | 'router_answered'
    | 'refused'
    | 'refused_former'
    | 'ended'
    | 'unseen'
    | 'no_device'
    | 'never_online'
  at: DateTime | null
  /** The last or the next try of a router. */
  tryAt: DateTime | null
  tries: number
  who: string | null
  router: string | null
  reason: string | null
}

/** What a router says of a login that worked. */
const LET_IN = new Set(['logged_in', 'already_active'])

/**
 * "Why is this customer offline?", or since when they are not.
 *
 * What forbids comes before what failed, and of what failed the newest counts:
 * an old refusal explains nothing once the device has been online since. What a
 * device did that was replaced explains nothing, but that it still asks.
 *
 * @param facts newest first
 */
export function whyOffline(facts: readonly Fact[], standing: Standing): Verdict {
  const latest = (...kinds: FactKind[]) =>
    facts.find(({ kind, former }) => !former && kinds.includes(kind))

  if (standing.merged) return verdict('merged')
  if (standing.status === 'blocked') return blocked(facts, standing)
  const online = latest('online')
  if (online) return verdict('online', online)
  if (standing.status === 'pending') return unproved(facts)
  if (standing.status === 'suspended') {
    const suspended = latest('suspended')
    const volume = standing.suspendReason === 'volume_limit_exceeds'
    return verdict(volume ? 'suspended_volume' : 'suspended_time', suspended)
  }
  if (!standing.packageRuns) return withoutPackage(latest('payment', 'received', 'undone'))
  return obstacle(facts) ?? whereabouts(standing)
}

function blocked(facts: readonly Fact[], { blockedAt }: Standing): Verdict {
  const by = facts.find(({ kind, name }) => kind === 'activity' && name === 'customer.blocked')
  return by ? verdict('blocked_by', by) : { ...verdict('blocked'), at: blockedAt }
}

function unproved(facts: readonly Fact[]): Verdict {
  const sms = facts.find(({ kind }) => kind === 'sms')
  return sms?.name === 'failed' ? verdict('code_failed', sms) : verdict('unproved')
}

function withoutPackage(payment: Fact | undefined): Verdict {
  if (payment?.kind === 'undone') return verdict('recharge_undone', payment)
  switch (payment?.name) {
    case 'created':
    case 'pending':
      return verdict('payment_waiting', payment)
    case 'review':
      return verdict('payment_review', payment)
    case 'failed':
    case 'expired':
      return verdict('payment_failed', payment)
    default:
      return verdict('no_package')
  }
}

/** The newest of: a session's end, a router that was to let the device in and did not, a refusal. */
function obstacle(facts: readonly Fact[]): Verdict | null {
  for (const each of facts) {
    if (each.former) {
      if (each.kind === 'refused') return verdict('refused_former', each)
      continue
    }
    switch (each.kind) {
      case 'session_stopped':
        return verdict('ended', each)
      case 'refused':
        return verdict('refused', each)
      case 'login_waiting':
        if (each.attempts === 0 || each.reason === null) return verdict('router_asked', each)
        return routerFailed(each, facts)
      case 'login_dead':
        return routerFailed(each, facts)
      case 'login_done':
        if (!LET_IN.has(each.name ?? '')) return verdict('router_answered', each)
    }
  }
  return null
}

/** The payment and the command come of one transaction, in which either may be the first. */
const TOGETHER = { seconds: 10 }

function routerFailed(login: Fact, facts: readonly Fact[]): Verdict {
  const paid = facts.find(
    ({ kind, name, at }) =>
      (kind === 'received' || (kind === 'payment' && name === 'paid')) &&
      at <= login.at.plus(TOGETHER)
  )
  const session = facts.find(({ kind, at }) => kind === 'session_stopped' && at < login.at)
  const justPaid = paid && (!session || session.at < paid.at) ? paid : undefined
  const silent = login.kind === 'login_waiting' ? 'router_silent' : 'router_given_up'
  return {
    ...verdict(justPaid ? `paid_${silent}` : silent, login),
    at: (justPaid ?? login).at,
  }
}

function whereabouts({ hasDevice, lastSeenAt }: Standing): Verdict {
  if (!hasDevice) return verdict('no_device')
  return lastSeenAt ? { ...verdict('unseen'), at: lastSeenAt } : verdict('never_online')
}

function verdict(says: Verdict['says'], from?: Fact): Verdict {
  return {
    says,
    at: from?.at ?? null,
    tryAt: from?.nextAt ?? null,
    tries: from?.attempts ?? 0,
    who: from?.who ?? null,
    router: from?.router ?? null,
    reason: from?.reason ?? from?.name ?? null,
  }
}
