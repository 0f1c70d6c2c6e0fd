import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import {
  GRACE_DAYS,
  standing,
  SUSPEND_DAYS,
  type Account,
} from '#platform/billing/standing/standing'
import type { SubscriptionStatus } from '#platform/billing/subscription/subscription'

const NOW = DateTime.fromISO('2026-11-22T12:00:00Z', { zone: 'utc' })
const NOTHING: Account = { trialEndsAt: null, card: null, paidUntil: null, owingSince: null }

const inDays = (days: number) => NOW.plus({ days })

function card(status: SubscriptionStatus, changes: Partial<NonNullable<Account['card']>> = {}) {
  return { status, trialEndsAt: null, endedAt: null, ...changes }
}

const cases: { what: string; account: Partial<Account>; status: string | null }[] = [
  { what: 'in its trial', account: { trialEndsAt: inDays(1) }, status: 'trial' },
  { what: 'just out of its trial', account: { trialEndsAt: inDays(0) }, status: 'read_only' },
  {
    what: 'long out of its trial',
    account: { trialEndsAt: inDays(-SUSPEND_DAYS) },
    status: 'suspended',
  },
  { what: 'never asked for money', account: {}, status: null },
  { what: 'paying', account: { card: card('active') }, status: 'active' },
  {
    what: 'paying again, whatever is still open',
    account: { card: card('active'), owingSince: inDays(-90) },
    status: 'active',
  },
  { what: 'subscribed in its trial', account: { card: card('trialing') }, status: 'trial' },
  {
    what: 'before its first payment came through',
    account: { card: card('incomplete'), trialEndsAt: inDays(3) },
    status: 'trial',
  },
  {
    what: 'whose card failed just now',
    account: { card: card('past_due'), owingSince: inDays(0) },
    status: 'past_due',
  },
  {
    what: 'on the last day of grace',
    account: { card: card('past_due'), owingSince: inDays(-GRACE_DAYS).plus({ seconds: 1 }) },
    status: 'past_due',
  },
  {
    what: 'after grace',
    account: { card: card('past_due'), owingSince: inDays(-GRACE_DAYS) },
    status: 'read_only',
  },
  {
    what: 'long after grace',
    account: { card: card('unpaid'), owingSince: inDays(-SUSPEND_DAYS) },
    status: 'suspended',
  },
  {
    what: 'past due, by a clock of Stripe’s ahead of ours',
    account: { card: card('past_due'), owingSince: inDays(2) },
    status: 'past_due',
  },
  {
    what: 'whose trial ended without a card',
    account: { card: card('paused', { trialEndsAt: inDays(-1) }), trialEndsAt: inDays(-1) },
    status: 'read_only',
  },
  {
    what: 'that has cancelled',
    account: { card: card('canceled', { endedAt: inDays(-1) }) },
    status: 'past_due',
  },
  {
    what: 'that cancelled in its trial, which goes on',
    account: { card: card('canceled', { endedAt: inDays(-1) }), trialEndsAt: inDays(4) },
    status: 'trial',
  },
  {
    what: 'that cancelled some time ago',
    account: { card: card('canceled', { endedAt: inDays(-GRACE_DAYS - 1) }) },
    status: 'read_only',
  },
  {
    what: 'whose card failed until Stripe gave up, which is no second grace',
    account: {
      card: card('canceled', { endedAt: inDays(-1) }),
      owingSince: inDays(-GRACE_DAYS - 1),
    },
    status: 'read_only',
  },
  {
    what: 'that cancelled its card and has paid an invoice',
    account: { card: card('canceled', { endedAt: inDays(-40) }), paidUntil: inDays(3) },
    status: 'active',
  },
  {
    what: 'whose invoice is paid, and the next one is open',
    account: { paidUntil: inDays(3), owingSince: inDays(2) },
    status: 'active',
  },
  {
    what: 'whose invoice fell due',
    account: { paidUntil: inDays(-1), owingSince: inDays(-1) },
    status: 'past_due',
  },
  {
    what: 'whose invoice fell due long ago',
    account: { paidUntil: inDays(-31), owingSince: inDays(-31) },
    status: 'suspended',
  },
]

test.group('How an ISP stands', () => {
  test('{what}: {status}')
    .with(cases)
    .run(({ assert }, { account, status }) => {
      assert.equal(standing({ ...NOTHING, ...account }, NOW)?.status ?? null, status)
    })
})
