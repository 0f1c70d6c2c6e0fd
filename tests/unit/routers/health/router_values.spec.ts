import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  isYes,
  readClock,
  readList,
  readNumber,
  readSeconds,
  readVersion,
} from '#routers/health/router_values'

test.group('What RouterOS says | Durations', () => {
  test('{text} is {seconds}')
    .with([
      { text: '1w2d3h4m5s', seconds: 788_645 },
      { text: '2m', seconds: 120 },
      { text: '10s500ms', seconds: 10 },
      { text: '00:05:00', seconds: 300 },
      { text: '0s', seconds: 0 },
      { text: 'received', seconds: null },
      { text: '', seconds: null },
      { text: '5', seconds: null },
      { text: '1h never', seconds: null },
    ])
    .run(({ assert }, { text, seconds }) => assert.equal(readSeconds(text), seconds))

  test('any duration comes back whole', ({ assert }) => {
    const unit = fc.nat({ max: 500 })
    fc.assert(
      fc.property(unit, unit, unit, unit, unit, (w, d, h, m, s) => {
        const seconds = w * 604_800 + d * 86_400 + h * 3600 + m * 60 + s
        assert.equal(readSeconds(`${w}w${d}d${h}h${m}m${s}s`), seconds)
      })
    )
  })
})

test.group('What RouterOS says | Clocks', () => {
  test('{date} {time} {offset}')
    .with([
      { date: '2026-11-22', time: '12:30:00', offset: '+06:00', utc: '2026-11-22T06:30:00.000Z' },
      { date: 'nov/22/2026', time: '12:30:00', offset: '+06:00', utc: '2026-11-22T06:30:00.000Z' },
      { date: '2026-11-22', time: '01:15:00', offset: '-03:30', utc: '2026-11-22T04:45:00.000Z' },
      { date: '2026-11-22', time: '01:15:00', offset: '21600', utc: '2026-11-21T19:15:00.000Z' },
      { date: '1970-01-01', time: '00:00:09', offset: '', utc: '1970-01-01T00:00:09.000Z' },
    ])
    .run(({ assert }, { date, time, offset, utc }) => {
      const clock = readClock({ date, time, 'gmt-offset': offset })
      assert.equal(new Date(clock ?? Number.NaN).toISOString(), utc)
    })

  test('a clock that says nothing is none: {row}')
    .with(
      ['{}', '{"date":"nix/22/2026","time":"12:00:00"}', '{"date":"2026-11-22"}'].map((row) => ({
        row,
      }))
    )
    .run(({ assert }, { row }) => assert.isNull(readClock(JSON.parse(row))))
})

test.group('What RouterOS says | The rest', () => {
  test('whatever it says, nothing throws', ({ assert }) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        for (const read of [readNumber, readSeconds, readVersion, readList, isYes]) read(one)
        assert.doesNotThrow(() => readClock({ 'date': one, 'time': other, 'gmt-offset': one }))
      })
    )
  })

  test('versions')
    .with([
      { text: '7.20.4 (stable)', major: 7, minor: 20 },
      { text: '6.49.17 (long-term)', major: 6, minor: 49 },
      { text: '7.22beta3 (testing)', major: 7, minor: 22 },
    ])
    .run(({ assert }, { text, major, minor }) =>
      assert.containSubset(readVersion(text), { major, minor })
    )

  test('yes and true are one, and anything else is no', ({ assert }) => {
    assert.deepEqual(['yes', 'true', 'no', 'false', '', undefined].map(isYes), [
      true,
      true,
      false,
      false,
      false,
      false,
    ])
    assert.equal(readNumber('12%'), 12)
    assert.isNull(readNumber('none'))
    assert.deepEqual(readList('mac,http-pap'), ['mac', 'http-pap'])
  })
})
