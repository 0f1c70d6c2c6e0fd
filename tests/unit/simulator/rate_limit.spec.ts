import { test } from '@japa/runner'
import fc from 'fast-check'
import { combinedLimit } from '../../simulator/hotspot/grant.js'
import { InvalidRateLimit, parseRateLimit } from '../../simulator/hotspot/rate_limit.js'

test.group('Simulator | Mikrotik-Rate-Limit', () => {
  test('upload comes first, download second', ({ assert }) => {
    const { rx, tx, priority } = parseRateLimit('5M/10M')
    assert.deepEqual([rx.rate, tx.rate, priority], [5_000_000, 10_000_000, 8])
  })

  test('one number is for both directions', ({ assert }) => {
    const { rx, tx } = parseRateLimit('512k')
    assert.deepEqual([rx.rate, tx.rate], [512_000, 512_000])
  })

  test('a burst without threshold and time has the rate and one second', ({ assert }) => {
    const { rx, tx } = parseRateLimit('5M/10M 8M/16M')
    assert.deepEqual([rx.threshold, tx.threshold], [5_000_000, 10_000_000])
    assert.deepEqual([rx.burstSeconds, tx.burstSeconds], [1, 1])
  })

  test('the whole grammar is read', ({ assert }) => {
    assert.deepEqual(parseRateLimit('5M/10M 8M/16M 4M/8M 10/12 3 1M/2M'), {
      rx: { rate: 5e6, burst: 8e6, threshold: 4e6, burstSeconds: 10, minimum: 1e6 },
      tx: { rate: 10e6, burst: 16e6, threshold: 8e6, burstSeconds: 12, minimum: 2e6 },
      priority: 3,
    })
  })

  test('{text} is refused')
    .with([
      { text: '' },
      { text: '10Mbit' },
      { text: '5M/10M/15M' },
      { text: '-5M' },
      { text: '5M/10M 8M/16M 4M/8M 10/10 9' },
      { text: '5M/10M 8M/16M 4M/8M 10/10 0' },
      { text: '5M/10M 8M/16M 4M/8M 10/10 8 6M/6M' },
      { text: '5M/10M 8M/16M 4M/8M 10/10 8 1M/1M extra' },
      { text: '5M / 10M' },
    ])
    .run(({ assert }, { text }) => {
      assert.throws(() => parseRateLimit(text), InvalidRateLimit)
    })

  test('any text is read or refused, nothing else', ({ assert }) => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0189kMG/ sx-') }), (text) => {
        try {
          assert.isAtLeast(parseRateLimit(text).rx.rate, 0)
        } catch (error) {
          assert.instanceOf(error, InvalidRateLimit)
        }
      })
    )
  })

  test('limit and gigawords together are the whole number', ({ assert }) => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: (1n << 50n) - 1n }), (octets) => {
        assert.equal(combinedLimit(Number(octets & 0xffffffffn), Number(octets >> 32n)), octets)
      })
    )
    assert.isUndefined(combinedLimit(0, undefined))
    assert.isUndefined(combinedLimit(undefined, undefined))
  })
})
