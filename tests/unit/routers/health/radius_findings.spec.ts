import { test } from '@japa/runner'
import type { Evidence } from '#routers/health/findings'
import { radiusFindings } from '#routers/health/radius_findings'
import type { OurSide } from '#routers/health/router_health'
import type { RadiusCounters, RouterReading } from '#routers/health/router_reading'

const NOW = new Date('2026-11-22T06:00:00Z')
const EXPECTED = { identity: 'A', radiusHost: '10.64.0.1', authPort: 1812, acctPort: 1813 }

const OURS: OurSide = {
  lastAuthAt: null,
  lastAcctAt: null,
  openSessions: 0,
  accepts: 0,
  rejects: 0,
  wrongPasswords: 0,
  seenPostauth: 0,
  seenAcct: 0,
}

function reading(
  counters: Partial<RadiusCounters> = {},
  over: Partial<RouterReading> = {}
): RouterReading {
  return {
    identity: 'A',
    version: '7.20.4',
    board: 'hAP',
    uptimeSeconds: 86_400,
    cpuPercent: 1,
    memoryPercent: 1,
    sessions: 0,
    clockOffsetSeconds: 0,
    roundTripMs: 1,
    radius: [
      {
        address: '10.64.0.1',
        disabled: false,
        authPort: 1812,
        acctPort: 1813,
        secretDiffers: null,
      },
    ],
    counters: { requests: 0, accepts: 0, rejects: 0, timeouts: 0, badReplies: 0, ...counters },
    incoming: { accept: true, port: 3799 },
    hotspots: 1,
    profiles: [],
    fasttrackRules: 0,
    layer7Rules: 0,
    deviceModeHotspot: true,
    gardenRows: 1,
    ssids: [],
    ...over,
  }
}

function evidence(over: Partial<Evidence> = {}): Evidence {
  return {
    now: NOW,
    expected: EXPECTED,
    trouble: null,
    reading: reading(),
    ours: OURS,
    knock: null,
    before: { reading: reading(), ours: OURS, findings: [] },
    ...over,
  }
}

const shown = (secretDiffers: boolean) => ({
  radius: [
    { address: '10.64.0.1', disabled: false, authPort: 1812, acctPort: 1813, secretDiffers },
  ],
})

test.group('RADIUS, judged by its signs', () => {
  const timedOut = reading({ requests: 4, timeouts: 2 })
  const suspected = { reading: reading(), ours: OURS, findings: ['secret_suspected' as const] }

  test('{sign}')
    .with([
      { sign: 'a quiet night', given: {}, found: [] },
      { sign: 'it shows our secret', given: { reading: reading({}, shown(false)) }, found: [] },
      {
        sign: 'it shows a secret that is not ours',
        given: { reading: reading({}, shown(true)) },
        found: ['secret_suspected'],
      },
      {
        sign: 'two passwords do not fit',
        given: { ours: { ...OURS, rejects: 2, wrongPasswords: 2 } },
        found: [],
      },
      {
        sign: 'no password fits',
        given: { ours: { ...OURS, rejects: 3, wrongPasswords: 3 } },
        found: ['secret_suspected'],
      },
      {
        sign: 'one sign-in was accepted among many wrong passwords',
        given: { ours: { ...OURS, accepts: 1, rejects: 9, wrongPasswords: 9 } },
        found: [],
      },
      {
        sign: 'people who have not paid are refused, with the reason',
        given: { ours: { ...OURS, rejects: 30 } },
        found: [],
      },
      {
        sign: 'it discards our replies',
        given: { reading: reading({ requests: 3, badReplies: 3 }) },
        found: ['secret_suspected'],
      },
      {
        sign: 'it discards somebody’s replies and takes ours',
        given: { reading: reading({ requests: 3, accepts: 1, badReplies: 1 }) },
        found: [],
      },
      {
        sign: 'no answer, and it does not understand us either',
        given: { reading: timedOut, knock: 'silent' as const },
        found: ['secret_suspected'],
      },
      {
        sign: 'no answer, but it understands us',
        given: { reading: timedOut, knock: 'answered' as const },
        found: ['radius_silent'],
      },
      {
        sign: 'no answer, and it listens to nobody',
        given: {
          reading: reading(
            { requests: 4, timeouts: 2 },
            { incoming: { accept: false, port: 3799 } }
          ),
          knock: 'silent' as const,
        },
        found: ['radius_silent'],
      },
      {
        sign: 'its counters began anew at a reboot',
        given: {
          reading: timedOut,
          before: { reading: reading({ requests: 900 }), ours: OURS, findings: [] },
        },
        found: [],
      },
      {
        sign: 'people are online there and no report comes',
        given: { reading: reading({}, { sessions: 4 }) },
        found: ['radius_silent'],
      },
      {
        sign: '…but it has only just booted',
        given: { reading: reading({}, { sessions: 4, uptimeSeconds: 60 }) },
        found: [],
      },
      {
        sign: '…but a report came six minutes ago',
        given: {
          reading: reading({}, { sessions: 4 }),
          ours: { ...OURS, lastAcctAt: '2026-11-22T05:54:00.000Z' },
        },
        found: [],
      },
      {
        sign: 'suspected before, and a quiet minute',
        given: { before: suspected },
        found: ['secret_suspected'],
      },
      {
        sign: 'suspected before, and it understands us now',
        given: { before: suspected, knock: 'answered' as const },
        found: [],
      },
      {
        sign: 'suspected before, and a report came',
        given: { before: suspected, ours: { ...OURS, lastAcctAt: NOW.toISOString() } },
        found: [],
      },
      {
        sign: 'it does not answer us: what was suspected stays so',
        given: { reading: null, before: suspected },
        found: ['secret_suspected'],
      },
      {
        sign: 'it asks another server, in vain',
        given: {
          reading: reading(
            { requests: 9, timeouts: 9 },
            {
              radius: [
                {
                  address: '192.0.2.9',
                  disabled: false,
                  authPort: 1812,
                  acctPort: 1813,
                  secretDiffers: true,
                },
              ],
            }
          ),
        },
        found: [],
      },
    ])
    .run(({ assert }, { given, found }) =>
      assert.equal(radiusFindings(evidence(given)).join(), found.join())
    )
})
