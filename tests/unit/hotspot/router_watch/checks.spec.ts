import { test } from '@japa/runner'
import { checksOf, type CheckName, type TroubleSide } from '#hotspot/router_watch/checks'
import { FINDINGS, isFinding, type Finding } from '#routers/health/findings'
import type { RouterHealth } from '#routers/health/router_health'

const NOW = new Date('2026-11-22T06:00:00Z')

const CALM: TroubleSide = {
  deadCommands: 0,
  smsGateways: 1,
  codes: 0,
  codesFailed: 0,
  lastSmsError: null,
  sweepLateSeconds: 0,
  ssidsDiffer: false,
}

function health(over: Partial<RouterHealth> = {}): RouterHealth {
  return {
    checkedAt: NOW.toISOString(),
    reachable: true,
    since: NOW.toISOString(),
    trouble: null,
    reading: null,
    readAt: null,
    ours: {
      lastAuthAt: null,
      lastAcctAt: null,
      openSessions: 0,
      accepts: 0,
      rejects: 0,
      wrongPasswords: 0,
      seenPostauth: 0,
      seenAcct: 0,
    },
    knock: null,
    findings: [],
    ...over,
  }
}

function wrong(of: RouterHealth | null, side: TroubleSide = CALM): CheckName[] {
  return checksOf(of, side, NOW).flatMap(({ name, state }) => (state === 'wrong' ? [name] : []))
}

test.group('Checks of a router', () => {
  test('every finding belongs to one check, so that the page tells all of it', ({ assert }) => {
    for (const finding of Object.keys(FINDINGS).filter(isFinding)) {
      const told = checksOf(health({ findings: [finding] }), CALM, NOW)
      assert.lengthOf(
        told.filter(({ findings }) => findings.includes(finding)),
        1,
        finding
      )
    }
  })

  test('{fact}: {check} is wrong')
    .with<
      { fact: string; check: CheckName; of?: Partial<RouterHealth>; side?: Partial<TroubleSide> }[]
    >([
      { fact: 'commands were given up', check: 'api', side: { deadCommands: 2 } },
      { fact: 'no SMS gateway', check: 'otp', side: { smsGateways: 0 } },
      { fact: 'codes were refused', check: 'otp', side: { codes: 9, codesFailed: 1 } },
      { fact: 'the sweep is late', check: 'suspension', side: { sweepLateSeconds: 600 } },
      { fact: 'two SSIDs', check: 'mac', side: { ssidsDiffer: true } },
      { fact: 'no answer at 3799', check: 'coa', of: { knock: 'silent' } },
      { fact: 'nothing at 3799', check: 'coa', of: { knock: 'port_closed' } },
      { fact: 'another secret at 3799', check: 'coa', of: { knock: 'bad_replies' } },
    ])
    .run(({ assert }, { check, of, side }) =>
      assert.deepEqual(wrong(health(of), { ...CALM, ...side }), [check])
    )

  test('nothing is called right that was never seen', ({ assert }) => {
    const states = new Map(checksOf(null, CALM, NOW).map(({ name, state }) => [name, state]))
    assert.equal(states.get('otp'), 'ok', 'our own side knows')
    states.delete('otp')
    assert.deepEqual([...new Set(states.values())], ['unknown'])
  })

  test('Layer7 alone is no fault', ({ assert }) => {
    const findings: Finding[] = ['layer7_used']
    assert.deepEqual(wrong(health({ findings })), [])
  })
})
