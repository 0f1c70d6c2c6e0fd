import { test } from '@japa/runner'
import fc from 'fast-check'
import { Money } from '#core/money'
import { withTax } from '#core/tax'
import { receiptAmounts } from '#payments/receipts/receipt_amounts'

const bdt = (minor: number) => Money.of(minor, 'BDT')

test.group('Amounts of a receipt', () => {
  test('{title}')
    .with([
      {
        title: 'no tax: the price is the total',
        paid: { amountMinor: 3000, discountMinor: 0, taxMinor: 0 },
        rule: { percent: 0, inclusive: true },
        shown: { price: 3000, discount: null, net: null, tax: null, percent: null },
      },
      {
        title: 'tax in the price: price and total are one',
        paid: { amountMinor: 11500, discountMinor: 0, taxMinor: 1500 },
        rule: { percent: 15, inclusive: true },
        shown: { price: 11500, discount: null, net: 10000, tax: 1500, percent: 15 },
      },
      {
        title: 'tax on top of a discounted price',
        paid: { amountMinor: 10350, discountMinor: 1000, taxMinor: 1350 },
        rule: { percent: 15, inclusive: false },
        shown: { price: 10000, discount: 1000, net: 9000, tax: 1350, percent: 15 },
      },
      {
        title: 'a rate that has changed since is not printed',
        paid: { amountMinor: 11500, discountMinor: 0, taxMinor: 1500 },
        rule: { percent: 20, inclusive: true },
        shown: { price: 11500, discount: null, net: 10000, tax: 1500, percent: null },
      },
      {
        title: 'a payment from before there was tax has none',
        paid: { amountMinor: 3000, discountMinor: 500, taxMinor: 0 },
        rule: { percent: 15, inclusive: false },
        shown: { price: 3500, discount: 500, net: null, tax: null, percent: null },
      },
    ])
    .run(({ assert }, { paid, rule, shown }) => {
      const found = receiptAmounts({ ...paid, currency: 'BDT' }, rule)
      assert.deepEqual(
        {
          price: found.price.minor,
          discount: found.discount?.minor ?? null,
          net: found.net?.minor ?? null,
          tax: found.tax?.minor ?? null,
          percent: found.taxPercent,
        },
        shown
      )
      assert.equal(found.total.minor, paid.amountMinor)
    })

  test('what is printed always adds up, and names the rate that was charged', ({ assert }) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.boolean(),
        (price, off, hundredths, inclusive) => {
          const discount = Math.min(off, price)
          const rule = { percent: hundredths / 100, inclusive }
          const { total, tax } = withTax(bdt(price - discount), rule)
          const shown = receiptAmounts(
            {
              amountMinor: total.minor,
              discountMinor: discount,
              taxMinor: tax.minor,
              currency: 'BDT',
            },
            rule
          )
          const taxed = tax.minor > 0
          assert.equal(shown.price.minor, price)
          assert.equal((shown.net ?? shown.total).minor + (shown.tax?.minor ?? 0), total.minor)
          assert.equal(shown.taxPercent, taxed ? rule.percent : null)
        }
      )
    )
  })
})
