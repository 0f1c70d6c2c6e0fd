import { test } from '@japa/runner'
import fc from 'fast-check'
import { DateTime } from 'luxon'
import { readReport } from '#routers/provisioning/join_report'
import { judgeReport } from '#routers/provisioning/judge_report'

const now = DateTime.fromISO('2026-11-22T08:00:00Z', { zone: 'utc' })
const around = { now, timezone: 'Asia/Dhaka', address: '103.120.4.10', from: '103.120.4.10' }

test.group('What a router reports', () => {
  test('is read line by line, and the first word on a step counts', ({ assert }) => {
    const { facts, steps, finished } = readReport(
      'version=7.20.4 (stable)\ncalled=a=b\nnetwork=failed:overlap\nnetwork=failed\nradius=done\nfinished=yes\n'
    )
    assert.equal(facts.version, '7.20.4 (stable)')
    assert.equal(facts.called, 'a=b')
    assert.deepEqual(steps, [
      { key: 'network', state: 'failed', reason: 'overlap' },
      { key: 'radius', state: 'done', reason: null },
    ])
    assert.isTrue(finished)
  })

  test('whatever it is, is bounded and of our form', ({ assert }) => {
    const line = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc
        .tuple(fc.string({ maxLength: 30 }), fc.constantFrom('done', 'failed:x', 'warned:<b>', ''))
        .map((parts) => parts.join('='))
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
        const { facts, steps } = readReport(lines.join('\n'))
        assert.isAtMost(steps.length, 100)
        for (const { key, reason } of steps) assert.match(`${key}${reason ?? ''}`, /^[a-z0-9_]+$/)
        for (const value of Object.values(facts)) assert.isAtMost(value?.length ?? 0, 120)
      })
    )
  })

  test('RouterOS {version} is {state}')
    .with([
      { version: '7.20', state: 'done' },
      { version: '7.21.1 (stable)', state: 'done' },
      { version: '6.49.18 (long-term)', state: 'done' },
      { version: '7.19.6', state: 'warned' },
      { version: '6.48.7', state: 'warned' },
    ])
    .run(({ assert }, { version, state }) => {
      const { facts } = readReport(`version=${version}\n`)
      assert.equal(judgeReport(facts, around).find(({ key }) => key === 'version')?.state, state)
    })

  test('a clock that says {date} {time} {offset} is {state}')
    .with([
      { date: '2026-11-22', time: '14:00:30', offset: '+06:00', state: 'done' },
      { date: 'nov/22/2026', time: '14:00:30', offset: '21600', state: 'done' },
      { date: '2026-11-22', time: '14:00:30', offset: '', state: 'done' },
      { date: '2026-11-22', time: '08:00:30', offset: '+00:00', state: 'done' },
      { date: '2026-11-22', time: '08:00:30', offset: '+06:00', state: 'warned' },
      { date: '1970-01-02', time: '00:00:30', offset: '+06:00', state: 'warned' },
      { date: 'jan/02/1970', time: '00:00:30', offset: '', state: 'warned' },
    ])
    .run(({ assert }, { date, time, offset, state }) => {
      const { facts } = readReport(`date=${date}\ntime=${time}\noffset=${offset}\n`)
      assert.equal(judgeReport(facts, around).find(({ key }) => key === 'time')?.state, state)
    })

  test('from {from}, registered as {address}: {state}')
    .with([
      { from: '103.120.4.10', address: '103.120.4.10', state: 'done' },
      { from: '203.112.9.9', address: '103.120.4.10', state: 'warned' },
      { from: '203.112.9.9', address: '100.96.0.5', state: undefined },
      { from: '10.0.0.4', address: '103.120.4.10', state: undefined },
    ])
    .run(({ assert }, { from, address, state }) => {
      const { facts } = readReport('')
      const steps = judgeReport(facts, { ...around, from, address })
      assert.equal(steps.find(({ key }) => key === 'source')?.state, state)
    })
})
