import { test } from '@japa/runner'
import fc from 'fast-check'
import { formatBps, mikrotikRateLimit } from '#core/rate'

const UNIT: Record<string, number> = { 'M': 1_000_000, 'k': 1000, '': 1 }

function bitsOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d+)([kM]?)$/.exec(text) ?? []
  return Number(count) * (UNIT[unit] ?? Number.NaN)
}

test.group('Rates', () => {
  test('{downloadBps} down, {uploadBps} up is {limit} to a router')
    .with([
      { downloadBps: 10_000_000, uploadBps: 5_000_000, limit: '5M/10M' },
      { downloadBps: 2_000_000, uploadBps: 1_000_000, limit: '1M/2M' },
      { downloadBps: 1_500_000, uploadBps: 512_000, limit: '512k/1500k' },
      { downloadBps: 64_001, uploadBps: 999, limit: '999/64001' },
    ])
    .run(({ assert }, { downloadBps, uploadBps, limit }) => {
      assert.equal(mikrotikRateLimit({ downloadBps, uploadBps }), limit)
    })

  test('the router reads upload first, then download, exactly', ({ assert }) => {
    const speed = fc.integer({ min: 1, max: 10 ** 10 })
    fc.assert(
      fc.property(speed, speed, (downloadBps, uploadBps) => {
        const [rx = '', tx = ''] = mikrotikRateLimit({ downloadBps, uploadBps }).split('/')
        assert.deepEqual([bitsOf(rx), bitsOf(tx)], [uploadBps, downloadBps])
      })
    )
  })

  test('{bps} is no rate')
    .with([0, -1, 0.5, Number.NaN, Infinity].map((bps) => ({ bps })))
    .run(({ assert }, { bps }) => {
      assert.throws(() => mikrotikRateLimit({ downloadBps: bps, uploadBps: 1000 }), RangeError)
      assert.throws(() => mikrotikRateLimit({ downloadBps: 1000, uploadBps: bps }), RangeError)
    })

  test('{bps} is shown as {shown} in {locale}')
    .with([
      { bps: 10_000_000, locale: 'en', shown: '10 Mbps' },
      { bps: 1_500_000, locale: 'en', shown: '1.5 Mbps' },
      { bps: 512_000, locale: 'en', shown: '512 kbps' },
      { bps: 10_000_000, locale: 'bn', shown: '১০ Mbps' },
    ])
    .run(({ assert }, { bps, locale, shown }) => {
      assert.equal(formatBps(bps, locale), shown)
    })
})
