import { test } from '@japa/runner'
import fc from 'fast-check'
import { Money } from '#core/money'
import { withTax } from '#core/tax'
import { priceOf } from '#hotspot/activation/price_of'

const minor = fc.integer({ min: 0, max: 2_000_000_000 })
const percent = fc.integer({ min: 0, max: 5000 }).map((hundredths) => hundredths / 100)
const currency = fc.constantFrom('BDT', 'INR', 'JPY', 'KWD')

const RUNS = { numRuns: 2000 }

test.group('Tax', () => {
  test('without the tax, the total of an exclusive price is the price', ({ assert }) => {
    fc.assert(
      fc.property(minor, percent, currency, (net, rate, code) => {
        const { total, tax } = withTax(Money.of(net, code), { percent: rate, inclusive: false })
        assert.equal(total.minor - tax.minor, net)
      }),
      RUNS
    )
  })

  test('an inclusive tax never changes the total and is a part of it', ({ assert }) => {
    fc.assert(
      fc.property(minor, percent, currency, (price, rate, code) => {
        const { total, tax } = withTax(Money.of(price, code), { percent: rate, inclusive: true })
        assert.equal(total.minor, price)
        assert.isAtMost(tax.minor, price)
      }),
      RUNS
    )
  })

  test('it is rounded to the nearest minor unit', ({ assert }) => {
    fc.assert(
      fc.property(
        minor,
        fc.integer({ min: 0, max: 5000 }),
        fc.boolean(),
        (price, hundredths, inclusive) => {
          const { tax } = withTax(Money.of(price, 'BDT'), { percent: hundredths / 100, inclusive })
          const rate = BigInt(hundredths)
          const divisor = inclusive ? 10_000n + rate : 10_000n
          const off = BigInt(tax.minor) * divisor * 2n - BigInt(price) * rate * 2n
          assert.isTrue(off > -divisor && off <= divisor)
        }
      ),
      RUNS
    )
  })

  test('taxing what was untaxed gives the same tax', ({ assert }) => {
    fc.assert(
      fc.property(minor, percent, (net, rate) => {
        const { total, tax } = withTax(Money.of(net, 'BDT'), { percent: rate, inclusive: false })
        const back = withTax(total, { percent: rate, inclusive: true })
        assert.equal(back.tax.minor, tax.minor)
      }),
      RUNS
    )
  })

  test('no tax is no tax', ({ assert }) => {
    for (const inclusive of [true, false]) {
      const { total, tax } = withTax(Money.of(3000, 'BDT'), { percent: 0, inclusive })
      assert.deepEqual([total.minor, tax.minor], [3000, 0])
    }
  })

  test('{percent}% {how} on {price} less {discount}: {total}, tax {tax}')
    .with([
      { percent: 15, how: 'inclusive', price: 3000, discount: 0, total: 3000, tax: 391 },
      { percent: 15, how: 'exclusive', price: 3000, discount: 0, total: 3450, tax: 450 },
      { percent: 15, how: 'exclusive', price: 3000, discount: 3000, total: 0, tax: 0 },
      { percent: 5, how: 'exclusive', price: 10, discount: 0, total: 11, tax: 1 },
      { percent: 4.99, how: 'exclusive', price: 10, discount: 0, total: 10, tax: 0 },
      { percent: 7.25, how: 'exclusive', price: 9999, discount: 999, total: 9653, tax: 653 },
      { percent: 7.25, how: 'inclusive', price: 9999, discount: 999, total: 9000, tax: 608 },
      { percent: 17.5, how: 'exclusive', price: 101, discount: 1, total: 118, tax: 18 },
      { percent: 0.01, how: 'inclusive', price: 100_000, discount: 0, total: 100_000, tax: 10 },
      { percent: 50, how: 'exclusive', price: 1, discount: 0, total: 2, tax: 1 },
    ])
    .run(({ assert }, { percent: taxPercent, how, price, discount, total, tax }) => {
      const found = priceOf(
        { priceMinor: price, currency: 'BDT' },
        { taxPercent, taxInclusive: how === 'inclusive' },
        discount
      )
      assert.deepEqual([found.total.minor, found.tax.minor], [total, tax])
    })
})
