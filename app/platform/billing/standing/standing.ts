import { DateTime } from 'luxon'
import type { SubscriptionStatus } from '#platform/billing/subscription/subscription'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'

/** Days that an ISP that owes goes on as before, and until its dashboard closes altogether. */
export const GRACE_DAYS = 7
export const SUSPEND_DAYS = 30

/** All that says how an ISP stands with the platform. */
export interface Account {
  trialEndsAt: DateTime | null
  card: {
    status: SubscriptionStatus
    trialEndsAt: DateTime | null
    endedAt: DateTime | null
  } | null
  /** Until when invoices of our own are paid; null when there never was one. */
  paidUntil: DateTime | null
  /** When the oldest open invoice fell due. */
  owingSince: DateTime | null
}

export interface Standing {
  status: Extract<TenantStatus, 'trial' | 'active' | 'past_due' | 'read_only' | 'suspended'>
  /** In English, for the tenant's history. */
  reason: string
}

/** How an ISP stands now. Null where the platform never asked it for money: somebody decided so. */
export function standing(account: Account, now: DateTime): Standing | null {
  const { card, paidUntil, owingSince, trialEndsAt } = account
  if (card?.status === 'active') return { status: 'active', reason: 'The subscription is paid' }
  if (card?.status === 'trialing') return { status: 'trial', reason: 'The trial runs' }
  if (paidUntil && paidUntil > now) return { status: 'active', reason: 'The invoice is paid' }
  if (card?.status === 'past_due' || card?.status === 'unpaid') {
    return owing(owingSince ?? now, now, 'A payment has failed')
  }
  if (trialEndsAt && trialEndsAt > now) return { status: 'trial', reason: 'The trial runs' }
  if (card?.status === 'paused') {
    return stopped(card.trialEndsAt ?? now, now, 'The trial has ended without a card')
  }
  if (card?.status === 'canceled') {
    return owing(earliest(card.endedAt, owingSince) ?? now, now, 'The subscription has ended')
  }
  if (paidUntil || owingSince) {
    return owing(owingSince ?? paidUntil ?? now, now, 'An invoice is not paid')
  }
  return trialEndsAt && stopped(trialEndsAt, now, 'The trial has ended')
}

/** Whose card failed until Stripe gave up has had its days of grace already. */
function earliest(one: DateTime | null, other: DateTime | null): DateTime | null {
  return one && other ? DateTime.min(one, other) : (one ?? other)
}

/** Goes on for the days of grace, then reads, then nothing. */
function owing(since: DateTime, now: DateTime, reason: string): Standing {
  if (now < since.plus({ days: GRACE_DAYS })) return { status: 'past_due', reason }
  return stopped(since, now, reason)
}

function stopped(since: DateTime, now: DateTime, reason: string): Standing {
  const isLong = now >= since.plus({ days: SUSPEND_DAYS })
  return { status: isLong ? 'suspended' : 'read_only', reason }
}
