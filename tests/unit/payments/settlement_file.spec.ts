import { test } from '@japa/runner'
import { NoSuchColumn, readSettlementFile } from '#payments/reports/settlement_file'

const GUESS = { transaction: '', amount: '', fee: '' }

test.group('A gateway’s statement', () => {
  test('{currency} "{written}" is {minor}')
    .with([
      { written: '30', currency: 'BDT', minor: 3000 },
      { written: '1,250.50', currency: 'BDT', minor: 125_050 },
      { written: 'BDT 30.00', currency: 'BDT', minor: 3000 },
      { written: '৳30', currency: 'BDT', minor: 3000 },
      { written: '$ 1 000.10', currency: 'USD', minor: 100_010 },
      { written: '-30.00', currency: 'BDT', minor: -3000 },
      { written: '(30.00)', currency: 'BDT', minor: -3000 },
      { written: '6000.0000', currency: 'BDT', minor: 600_000 },
      { written: '1500', currency: 'JPY', minor: 1500 },
      { written: '1.234', currency: 'KWD', minor: 1234 },
    ])
    .run(({ assert }, { written, currency, minor }) => {
      const file = readSettlementFile(`trxID,amount\nA1,"${written}"\n`, GUESS, currency)
      assert.deepEqual(file, {
        lines: [{ line: 2, transaction: 'A1', amountMinor: minor, feeMinor: 0 }],
        faults: [],
      })
    })

  test('"{$self}" is no amount, and its line is a fault')
    .with(['', 'many', '1.005', '1.2.3', '1e3', 'NaN', '৩০', '- -x'])
    .run(({ assert }, written) => {
      const file = readSettlementFile(`trxID,amount\nA1,"${written}"\nA2,5\n`, GUESS, 'BDT')
      assert.deepEqual(file.faults, [2])
      assert.lengthOf(file.lines, 1)
    })

  test('fees are what was kept, with whatever sign', ({ assert }) => {
    const csv = 'Transaction ID;Amount;Fee\nA1;30;-0.56\nA2;30;\nA3;30;0.5\n'
    const { lines } = readSettlementFile(csv, GUESS, 'BDT')
    assert.deepEqual(
      lines.map(({ feeMinor }) => feeMinor),
      [56, 0, 50]
    )
  })

  test('a column that is not there is named, with those that are', ({ assert }) => {
    const csv = 'Nummer,Summe\nA1,30\n'
    const column = (choice: object) => {
      try {
        readSettlementFile(csv, { ...GUESS, ...choice }, 'BDT')
        return null
      } catch (error) {
        if (!(error instanceof NoSuchColumn)) throw error
        assert.deepEqual(error.known, ['Nummer', 'Summe'])
        return error.column
      }
    }
    assert.equal(column({}), 'transaction')
    assert.equal(column({ transaction: '1' }), 'amount')
    assert.equal(column({ transaction: 'nummer', amount: '3' }), 'amount')
    assert.equal(column({ transaction: '1', amount: '2', fee: 'x' }), 'fee')
    assert.isNull(column({ transaction: ' NUMMER ', amount: 'Summe' }))
  })

  test('an empty file has no columns', ({ assert }) => {
    assert.throws(() => readSettlementFile('', GUESS, 'BDT'), NoSuchColumn)
  })
})
