import { test } from '@japa/runner'
import { Money } from '#core/money'
import { feeRate, shownFee } from '#payments/accounts/shown_fee'

const taka = (minor: number) => Money.of(minor, 'BDT')

test.group('The fee shown', () => {
  test('{points} hundredths of a percent and {fixed} of {amount} are {total}, “{rate}”')
    .with([
      { points: 185, fixed: 0, amount: 10_000, total: 185, rate: '1.85%' },
      { points: 185, fixed: 500, amount: 3000, total: 556, rate: '1.85% + ৳5' },
      { points: 0, fixed: 1050, amount: 3000, total: 1050, rate: '৳10.50' },
      { points: 1, fixed: 0, amount: 4999, total: 0, rate: '0.01%' },
      { points: 1, fixed: 0, amount: 5000, total: 1, rate: '0.01%' },
      { points: 10_000, fixed: 0, amount: 1, total: 1, rate: '100%' },
      { points: 150, fixed: 0, amount: 0, total: 0, rate: '1.5%' },
    ])
    .run(({ assert }, { points, fixed, amount, total, rate }) => {
      const fee = shownFee({ feeBasisPoints: points, feeMinor: fixed }, taka(amount))
      assert.equal(fee?.total.minor, total)
      assert.equal(fee && feeRate(fee, 'en'), rate)
    })

  test('none was entered: none is shown', ({ assert }) => {
    assert.isNull(shownFee({ feeBasisPoints: 0, feeMinor: 0 }, taka(3000)))
  })

  test('figures are those of the language', ({ assert }) => {
    const fee = shownFee({ feeBasisPoints: 185, feeMinor: 500 }, taka(3000))
    assert.equal(fee && feeRate(fee, 'bn'), '১.৮৫% + ৳৫')
  })
})
