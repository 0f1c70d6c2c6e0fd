import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { fact, type Fact, type FactKind } from '#dashboard/customers/fact'
import { whyOffline, type Standing, type Verdict } from '#dashboard/customers/why_offline'

const at = (time: string) => DateTime.fromISO(`2026-11-22T${time}Z`, { zone: 'utc' })
const is = (time: string, kind: FactKind, more: Partial<Fact> = {}) => fact(at(time), kind, more)

const RUNNING: Standing = {
  status: 'active',
  suspendReason: null,
  blockedAt: null,
  merged: false,
  packageRuns: true,
  hasDevice: true,
  lastSeenAt: at('13:00'),
}
const NO_PACKAGE = { ...RUNNING, packageRuns: false }
const paid = is('14:01', 'payment', { name: 'paid' })
const SILENT = { reason: 'timed out', router: 'Zone-A', attempts: 2, nextAt: at('14:05') }

interface Case {
  title: string
  facts: Fact[]
  standing?: Partial<Standing>
  expected: Partial<Verdict>
}

const cases: Case[] = [
  {
    title: 'a session that runs',
    facts: [is('14:02', 'online', { router: 'Zone-A' })],
    expected: { says: 'online', at: at('14:02'), router: 'Zone-A' },
  },
  {
    title: 'online now, refused before',
    facts: [is('14:02', 'online'), is('14:01', 'refused', { reason: 'Buy' })],
    expected: { says: 'online' },
  },
  {
    title: 'blocked by somebody, though a session has not ended yet',
    facts: [
      is('14:05', 'activity', { name: 'customer.blocked', who: 'Rahim' }),
      is('14:02', 'online'),
    ],
    standing: { status: 'blocked' },
    expected: { says: 'blocked_by', who: 'Rahim', at: at('14:05') },
  },
  {
    title: 'blocked longer ago than is known by whom',
    facts: [],
    standing: { status: 'blocked', blockedAt: at('10:00') },
    expected: { says: 'blocked', at: at('10:00') },
  },
  {
    title: 'data used up',
    facts: [is('15:11', 'refused'), is('15:10', 'suspended', { name: 'volume_limit_exceeds' })],
    standing: { status: 'suspended', suspendReason: 'volume_limit_exceeds', packageRuns: false },
    expected: { says: 'suspended_volume', at: at('15:10') },
  },
  {
    title: 'time over, and nothing known of when',
    facts: [],
    standing: { status: 'suspended', suspendReason: 'time_limit_exceeds', packageRuns: false },
    expected: { says: 'suspended_time', at: null },
  },
  {
    title: 'merged into another',
    facts: [is('14:02', 'online')],
    standing: { merged: true },
    expected: { says: 'merged' },
  },
  {
    title: 'a number nobody has proved',
    facts: [is('14:00', 'sms', { name: 'sent' })],
    standing: { status: 'pending', packageRuns: false },
    expected: { says: 'unproved' },
  },
  {
    title: 'a code that could not be sent',
    facts: [is('14:00', 'sms', { name: 'failed', reason: 'No balance' })],
    standing: { status: 'pending', packageRuns: false },
    expected: { says: 'code_failed', reason: 'No balance', at: at('14:00') },
  },
  {
    title: 'paid, the router silent and to be tried again',
    facts: [is('14:01', 'login_waiting', SILENT), paid, is('13:00', 'session_stopped')],
    expected: { says: 'paid_router_silent', at: at('14:01'), tries: 2, tryAt: at('14:05') },
  },
  {
    title: 'paid in the same moment, told in either order',
    facts: [paid, is('14:00:58', 'login_waiting', SILENT)],
    expected: { says: 'paid_router_silent' },
  },
  {
    title: 'paid, the router given up',
    facts: [is('14:11', 'login_dead', { ...SILENT, nextAt: at('14:11') }), paid],
    expected: { says: 'paid_router_given_up', at: at('14:01'), tryAt: at('14:11') },
  },
  {
    title: 'a router silent to somebody who came back; the payment was for the session before',
    facts: [is('14:30', 'login_waiting', SILENT), is('14:20', 'session_stopped'), paid],
    expected: { says: 'router_silent', at: at('14:30') },
  },
  {
    title: 'a router that is only just asked',
    facts: [is('14:01', 'login_waiting', { router: 'Zone-A' }), paid],
    expected: { says: 'router_asked', router: 'Zone-A' },
  },
  {
    title: 'a router that does not see the phone',
    facts: [is('14:01', 'login_done', { name: 'host_unknown', reason: 'not here' }), paid],
    expected: { says: 'router_answered', reason: 'not here' },
  },
  {
    title: 'a login that worked explains nothing',
    facts: [is('14:01', 'login_done', { name: 'logged_in' }), is('13:00', 'session_stopped')],
    expected: { says: 'ended', at: at('13:00') },
  },
  {
    title: 'refused after the last session',
    facts: [
      is('14:05', 'refused', { reason: 'Wrong password' }),
      is('14:00', 'session_stopped', { name: 'User-Request' }),
    ],
    expected: { says: 'refused', at: at('14:05'), reason: 'Wrong password' },
  },
  {
    title: 'refused before the last session',
    facts: [
      is('14:00', 'session_stopped', { name: 'Lost-Carrier' }),
      is('13:05', 'refused', { reason: 'Wrong password' }),
    ],
    expected: { says: 'ended', at: at('14:00'), reason: 'Lost-Carrier' },
  },
  {
    title: 'nothing known but when the device was seen',
    facts: [],
    expected: { says: 'unseen', at: at('13:00') },
  },
  {
    title: 'paid in cash, and the router silent',
    facts: [is('14:02', 'login_waiting', SILENT), is('14:01', 'received', { name: 'cash' })],
    expected: { says: 'paid_router_silent', at: at('14:01') },
  },
  {
    title: 'a device that was replaced and still asks',
    facts: [
      is('14:05', 'refused', { former: true, reason: 'Join again' }),
      is('14:00', 'session_stopped', { name: 'User-Request' }),
    ],
    expected: { says: 'refused_former', reason: 'Join again', at: at('14:05') },
  },
  {
    title: 'what else a device did that was replaced explains nothing',
    facts: [
      is('14:05', 'session_stopped', { former: true }),
      is('14:04', 'online', { former: true }),
      is('14:03', 'login_dead', { former: true }),
    ],
    expected: { says: 'unseen' },
  },
  {
    title: 'a recharge that was undone, and nothing runs',
    facts: [
      is('14:05', 'undone', { who: 'Rahim', reason: 'wrong number' }),
      is('14:01', 'received', { name: 'cash' }),
    ],
    standing: NO_PACKAGE,
    expected: { says: 'recharge_undone', who: 'Rahim', reason: 'wrong number', at: at('14:05') },
  },
  {
    title: 'a voucher after an undone recharge',
    facts: [is('14:06', 'received', { name: 'voucher' }), is('14:05', 'undone')],
    standing: NO_PACKAGE,
    expected: { says: 'no_package' },
  },
  {
    title: 'no device',
    facts: [paid],
    standing: { hasDevice: false, lastSeenAt: null },
    expected: { says: 'no_device' },
  },
  {
    title: 'a device never seen',
    facts: [paid],
    standing: { lastSeenAt: null },
    expected: { says: 'never_online' },
  },
  ...(
    [
      ['pending', 'payment_waiting'],
      ['created', 'payment_waiting'],
      ['review', 'payment_review'],
      ['failed', 'payment_failed'],
      ['expired', 'payment_failed'],
      ['paid', 'no_package'],
    ] as const
  ).map(([name, says]) => ({
    title: `no package, the last payment ${name}`,
    facts: [is('14:01', 'payment', { name }), is('13:00', 'session_stopped')],
    standing: NO_PACKAGE,
    expected: { says },
  })),
  { title: 'no package', facts: [], standing: NO_PACKAGE, expected: { says: 'no_package' } },
]

test.group('Why is this customer offline?', () => {
  test('{title}')
    .with(cases)
    .run(({ assert }, { facts, standing, expected }) => {
      const verdict = whyOffline(facts, { ...RUNNING, ...standing })
      assert.deepEqual(readable(verdict), readable({ ...verdict, ...expected }))
    })
})

/** Moments as text, since equal ones are different objects. */
function readable(verdict: Verdict) {
  return { ...verdict, at: verdict.at?.toISO() ?? null, tryAt: verdict.tryAt?.toISO() ?? null }
}
