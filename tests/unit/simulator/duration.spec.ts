import { test } from '@japa/runner'
import fc from 'fast-check'
import { formatDuration, parseDuration } from '../../simulator/menus/duration.js'

test.group('Simulator | RouterOS times', () => {
  test('{text} is {milliseconds} ms')
    .with([
      { text: '3s', milliseconds: 3000 },
      { text: '1100ms', milliseconds: 1100 },
      { text: '300', milliseconds: 300_000 },
      { text: '00:05:00', milliseconds: 300_000 },
      { text: '1d 02:00:00', milliseconds: 93_600_000 },
      { text: '1w2d3h4m5s', milliseconds: 788_645_000 },
      { text: '10min', milliseconds: 600_000 },
      { text: 'received', milliseconds: undefined },
      { text: '5 minutes', milliseconds: undefined },
      { text: '', milliseconds: undefined },
    ])
    .run(({ assert }, { text, milliseconds }) => {
      assert.equal(parseDuration(text), milliseconds)
    })

  test('what is printed reads back the same', ({ assert }) => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000_000_000 }), (milliseconds) => {
        assert.equal(parseDuration(formatDuration(milliseconds)), milliseconds)
      })
    )
  })
})
