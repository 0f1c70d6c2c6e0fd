import { test } from '@japa/runner'
import fc from 'fast-check'
import {
  CODE_ALPHABET,
  CODE_LENGTH,
  codeHash,
  inventCode,
  printedCode,
  typedCode,
} from '#hotspot/vouchers/voucher_code'

const codes = fc.array(fc.constantFrom(...CODE_ALPHABET), {
  minLength: CODE_LENGTH,
  maxLength: CODE_LENGTH,
})

test.group('Voucher codes', () => {
  test('a code holds fifty bits or more', ({ assert }) => {
    assert.isAtLeast(CODE_LENGTH * Math.log2(new Set(CODE_ALPHABET).size), 50)
    assert.lengthOf(CODE_ALPHABET, new Set(CODE_ALPHABET).size)
  })

  test('no character looks like another of them', ({ assert }) => {
    for (const pair of ['0O', '1I', '1L', '2Z', '5S', '8B', 'UV']) {
      assert.isBelow([...pair].filter((each) => CODE_ALPHABET.includes(each)).length, 2, pair)
    }
    assert.notMatch(CODE_ALPHABET, /[AEIOU]/, 'and no code is a word')
  })

  test('invented codes use every character about equally, in every place', ({ assert }) => {
    const count = 4000
    const invented = Array.from({ length: count }, inventCode)
    assert.equal(new Set(invented).size, count)
    for (const place of Array.from({ length: CODE_LENGTH }).keys()) {
      const seen = Map.groupBy(invented, (code) => code.charAt(place))
      assert.equal(seen.size, CODE_ALPHABET.length)
      for (const [character, { length }] of seen) {
        assert.include(CODE_ALPHABET, character)
        /** 160 expected; beyond eight standard deviations something is wrong. */
        assert.closeTo(length, count / CODE_ALPHABET.length, 100)
      }
    }
  })

  test('a code is printed in groups', ({ assert }) => {
    assert.equal(printedCode('C7DFH4KMPQR'), 'C7DF-H4KM-PQR')
  })

  test('"{typed}" is read as the code')
    .with([
      { typed: 'C7DF-H4KM-PQR' },
      { typed: ' c7df h4km pqr ' },
      { typed: 'c7dfh4kmpqr' },
      { typed: 'C7DF–H4KM—PQR' },
      { typed: 'Ｃ7ＤＦ-H4KM-PQR' },
      { typed: 'C৭DF-H৪KM-PQR' },
    ])
    .run(({ assert }, { typed }) => {
      assert.equal(typedCode(typed), 'C7DFH4KMPQR')
    })

  test('look-alikes are taken for what was printed', ({ assert }) => {
    assert.equal(typedCode('ZSBU-ZSBU-ZSB'), '258V258V258')
  })

  test('however it is typed, a printed code comes back', ({ assert }) => {
    fc.assert(
      fc.property(codes, fc.constantFrom('', ' ', '-', '  - ', '.'), (characters, between) => {
        const code = characters.join('')
        assert.equal(typedCode(printedCode(code)), code)
        assert.equal(typedCode(characters.join(between).toLowerCase()), code)
      })
    )
  })

  test('anything may be typed, and it is never long', ({ assert }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (typed) => {
        assert.isAtMost(typedCode(typed).length, CODE_LENGTH + 1)
      })
    )
  })

  test('a longer code is not its beginning', ({ assert }) => {
    assert.notEqual(typedCode('C7DF-H4KM-PQRX'), typedCode('C7DF-H4KM-PQR'))
  })

  test('the hash differs by tenant and says nothing of the code', ({ assert }) => {
    assert.notEqual(codeHash(1, 'C7DFH4KMPQR'), codeHash(2, 'C7DFH4KMPQR'))
    assert.match(codeHash(1, 'C7DFH4KMPQR'), /^[0-9a-f]{64}$/)
    assert.equal(codeHash(1, 'C7DFH4KMPQR'), codeHash(1, 'C7DFH4KMPQR'))
  })
})
