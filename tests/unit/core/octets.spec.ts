import { test } from '@japa/runner'
import fc from 'fast-check'
import { formatOctets, gigabytes, megabytes, octets, splitGigawords } from '#core/octets'

const WORD = 2n ** 32n

test.group('Octets', () => {
  test('limit and gigawords together are the whole, each in its word', ({ assert }) => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (total) => {
        const { limit, gigawords } = splitGigawords(octets(total))
        assert.equal(gigawords * WORD + limit, total)
        assert.isTrue(limit >= 0n && limit < WORD)
        assert.isTrue(gigawords >= 0n && gigawords < WORD)
      })
    )
  })

  test('{total} splits into {gigawords} × 2³² and {limit}')
    .with([
      { total: 0n, limit: 0n, gigawords: 0n },
      { total: gigabytes(2), limit: 2_147_483_648n, gigawords: 0n },
      { total: WORD - 1n, limit: WORD - 1n, gigawords: 0n },
      { total: WORD, limit: 0n, gigawords: 1n },
      { total: gigabytes(10), limit: 2_147_483_648n, gigawords: 2n },
    ])
    .run(({ assert }, { total, limit, gigawords }) => {
      assert.deepEqual(splitGigawords(octets(total)), { limit, gigawords })
    })

  test('{total} octets are shown as {shown} in {locale}')
    .with([
      { total: 0n, locale: 'en', shown: '0 B' },
      { total: 1023n, locale: 'en', shown: '1023 B' },
      { total: 1024n, locale: 'en', shown: '1 KB' },
      { total: megabytes(512), locale: 'en', shown: '512 MB' },
      { total: gigabytes(2), locale: 'en', shown: '2 GB' },
      { total: gigabytes(1) + megabytes(512), locale: 'en', shown: '1.5 GB' },
      { total: gigabytes(2) - 1n, locale: 'en', shown: '1.9 GB' },
      { total: gigabytes(3072), locale: 'en', shown: '3 TB' },
      { total: gigabytes(1) + megabytes(512), locale: 'bn', shown: '১.৫ GB' },
    ])
    .run(({ assert }, { total, locale, shown }) => {
      assert.equal(formatOctets(octets(total), locale), shown)
    })

  test('what remains is never shown as more than there is', ({ assert }) => {
    const sizes: Record<string, bigint> = {
      B: 1n,
      KB: 1024n,
      MB: 1024n ** 2n,
      GB: 1024n ** 3n,
      TB: 1024n ** 4n,
    }
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 50n), (total) => {
        const [count = '', unit = ''] = formatOctets(octets(total)).split(' ')
        const size = sizes[unit] ?? 0n
        const tenths = BigInt(Math.round(Number(count) * 10))
        assert.isTrue(tenths * size <= total * 10n && (tenths + 1n) * size > total * 10n)
      })
    )
  })

  test('{count} is no count of octets')
    .with([{ count: -1n }, { count: 1.5 }, { count: 'many' }, { count: Number.NaN }])
    .run(({ assert }, { count }) => {
      assert.throws(() => octets(count))
    })
})
