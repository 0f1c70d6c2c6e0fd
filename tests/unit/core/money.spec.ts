import { test } from '@japa/runner'
import fc from 'fast-check'
import { knownCurrencies, Money } from '#core/money'
import { InvalidMoney } from '#core/money_errors'

const currency = fc.constantFrom(...knownCurrencies)
const minor = fc.nat({ max: Number.MAX_SAFE_INTEGER })

test.group('Money', () => {
  test('what is written as a decimal is read back, in every currency', ({ assert }) => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const money = Money.of(amount, code)
        assert.isTrue(Money.parse(money.toDecimal(), code).equals(money))
      })
    )
  })

  test('reads {text} {code} as {minor}')
    .with([
      { text: '50.55', code: 'BDT', minor: 5055 },
      { text: '50.5', code: 'BDT', minor: 5050 },
      { text: '6000.0000', code: 'BDT', minor: 600_000 },
      { text: ' 21 ', code: 'BDT', minor: 2100 },
      { text: '0', code: 'USD', minor: 0 },
      { text: '007.10', code: 'EUR', minor: 710 },
      { text: 21, code: 'BDT', minor: 2100 },
      { text: 0.1, code: 'BDT', minor: 10 },
      { text: '1500', code: 'UGX', minor: 1500 },
      { text: '1500.00', code: 'RWF', minor: 1500 },
      { text: '1500', code: 'JPY', minor: 1500 },
      { text: '1500.0', code: 'JPY', minor: 1500 },
      { text: '1.5', code: 'KWD', minor: 1500 },
      { text: '0.001', code: 'KWD', minor: 1 },
    ])
    .run(({ assert }, { text, code, minor: expected }) => {
      assert.equal(Money.parse(text, code).minor, expected)
    })

  test('refuses {text} {code}')
    .with([
      { text: '50.555', code: 'BDT' },
      { text: '0.5', code: 'UGX' },
      { text: '0.5', code: 'JPY' },
      { text: '0.0005', code: 'KWD' },
      { text: '-1', code: 'BDT' },
      { text: '+1', code: 'BDT' },
      { text: '1,000', code: 'BDT' },
      { text: '1e3', code: 'BDT' },
      { text: '.5', code: 'BDT' },
      { text: '5.', code: 'BDT' },
      { text: '', code: 'BDT' },
      { text: '৩০', code: 'BDT' },
      { text: '0x10', code: 'BDT' },
      { text: '9007199254740993', code: 'BDT' },
      { text: Number.NaN, code: 'BDT' },
      { text: Infinity, code: 'BDT' },
      { text: 1e21, code: 'BDT' },
      { text: '1', code: 'XXX' },
      { text: '1', code: 'bdt' },
      { text: '1', code: 'toString' },
    ])
    .run(({ assert }, { text, code }) => {
      assert.throws(() => Money.parse(text, code), InvalidMoney)
    })

  test('{amount} minor units are no money')
    .with(
      [-1, 0.5, Number.NaN, Infinity, Number.MAX_SAFE_INTEGER + 1].map((amount) => ({ amount }))
    )
    .run(({ assert }, { amount }) => {
      assert.throws(() => Money.of(amount, 'BDT'), InvalidMoney)
    })

  test('text that is not an amount never becomes one', ({ assert }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), currency, (text, code) => {
        const looksRight = /^\d+(\.\d+)?$/.test(text.trim())
        if (!looksRight) assert.throws(() => Money.parse(text, code), InvalidMoney)
      })
    )
  })

  test('adds within a currency, never across', ({ assert }) => {
    const taka = Money.parse('10.50', 'BDT')
    assert.equal(taka.plus(Money.parse('0.50', 'BDT')).toDecimal(), '11.00')
    assert.throws(() => taka.plus(Money.parse('1', 'INR')), InvalidMoney)
    assert.throws(() => taka.plus(Money.of(Number.MAX_SAFE_INTEGER, 'BDT')), InvalidMoney)
    assert.isFalse(Money.of(100, 'BDT').equals(Money.of(100, 'INR')))
  })

  test('{minor} {code} is shown as {shown} in {locale}')
    .with([
      { minor: 3000, code: 'BDT', locale: 'en', shown: '৳30' },
      { minor: 3050, code: 'BDT', locale: 'en', shown: '৳30.50' },
      { minor: 3050, code: 'BDT', locale: 'bn', shown: '৳৩০.৫০' },
      { minor: 0, code: 'BDT', locale: 'en', shown: '৳0' },
      { minor: 1500, code: 'UGX', locale: 'en', shown: 'UGX1,500' },
      { minor: 3050, code: 'PKR', locale: 'en', shown: 'Rs30.50' },
      { minor: 1500, code: 'JPY', locale: 'en', shown: '¥1,500' },
      { minor: 1, code: 'KWD', locale: 'en', shown: 'KWD0.001' },
      { minor: 1_234_567, code: 'KWD', locale: 'bn', shown: 'KWD১,২৩৪.৫৬৭' },
    ])
    .run(({ assert }, { minor: amount, code, locale, shown }) => {
      assert.equal(Money.of(amount, code).format(locale), shown)
    })

  test('nothing of an amount is lost when it is shown, in every currency', ({ assert }) => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 12 }), currency, (amount, code) => {
        const money = Money.of(amount, code)
        const digits = money
          .format('en')
          .replace(/[^\d.]/g, '')
          .replace(/^\.+/, '')
        assert.isTrue(
          Money.parse(digits, code).equals(money),
          `${money.format('en')} for ${money.toDecimal()}`
        )
      })
    )
  })
})
