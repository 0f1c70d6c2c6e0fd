import { test } from '@japa/runner'
import fc from 'fast-check'
import { csvLine, parseCsv } from '#core/csv'
import { knownCurrencies, Money } from '#core/money'
import { signedDecimal, signedMoney } from '#core/signed_money'

const currency = fc.constantFrom(...knownCurrencies)
const minor = fc.integer({ min: -(10 ** 12), max: 10 ** 12 })

test.group('Signed amounts', () => {
  test('a column of them adds up in whole minor units, read back from a file', ({ assert }) => {
    fc.assert(
      fc.property(fc.array(minor), currency, (amounts, code) => {
        const file = amounts.map((each) => csvLine([signedDecimal(each, code), code])).join('')
        const read = parseCsv(file).map(({ cells: [text = ''] }) => {
          const size = Money.parse(text.replace('-', ''), code).minor
          return text.startsWith('-') ? -size : size
        })
        const sum = (list: readonly number[]) => list.reduce((total, each) => total + each, 0)
        assert.equal(sum(read), sum(amounts))
      })
    )
  })

  test('{minor} {code} is written {decimal} and shown {shown}')
    .with([
      { minor: -3050, code: 'BDT', decimal: '-30.50', shown: '−৳30.50' },
      { minor: 3050, code: 'BDT', decimal: '30.50', shown: '৳30.50' },
      { minor: 0, code: 'BDT', decimal: '0.00', shown: '৳0' },
      { minor: -1500, code: 'JPY', decimal: '-1500', shown: '−¥1,500' },
      { minor: -1, code: 'KWD', decimal: '-0.001', shown: '−KWD0.001' },
    ])
    .run(({ assert }, { minor: amount, code, decimal, shown }) => {
      assert.equal(signedDecimal(amount, code), decimal)
      assert.equal(signedMoney(amount, code), shown)
    })

  test('an amount is a number to a spreadsheet, a formula is text', ({ assert }) => {
    assert.equal(csvLine(['-30.50', '-1500', '-1+cmd', '-A1']), "-30.50,-1500,'-1+cmd,'-A1\r\n")
  })
})
