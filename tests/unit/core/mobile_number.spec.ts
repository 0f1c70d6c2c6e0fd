import { test } from '@japa/runner'
import fc from 'fast-check'
import { maskMobileNumber, parseMobileNumber, trustMobileNumber } from '#core/mobile_number'

test.group('Mobile numbers', () => {
  test('{input} in {country} is {number}')
    .with([
      { country: 'BD', input: '01712345678', number: '+8801712345678' },
      { country: 'BD', input: '01712-345678', number: '+8801712345678' },
      { country: 'BD', input: ' 0 17 12 34 56 78 ', number: '+8801712345678' },
      { country: 'BD', input: '8801712345678', number: '+8801712345678' },
      { country: 'BD', input: '+880 1712 345678', number: '+8801712345678' },
      { country: 'BD', input: '008801712345678', number: '+8801712345678' },
      { country: 'BD', input: '1712345678', number: '+8801712345678' },
      { country: 'BD', input: '০১৭১২৩৪৫৬৭৮', number: '+8801712345678' },
      { country: 'BD', input: '+৮৮০১৭১২৩৪৫৬৭৮', number: '+8801712345678' },
      { country: 'BD', input: '০1৭1২3৪5৬7৮', number: '+8801712345678' },
      { country: 'BD', input: '+91 98765 43210', number: '+919876543210' },
      { country: 'IN', input: '098765 43210', number: '+919876543210' },
      { country: 'IN', input: '९८७६५४३२१०', number: '+919876543210' },
      { country: 'NP', input: '9841-234567', number: '+9779841234567' },
      { country: 'PK', input: '0301 2345678', number: '+923012345678' },
      { country: 'PK', input: '۰۳۰۱۲۳۴۵۶۷۸', number: '+923012345678' },
      { country: 'LK', input: '0712345678', number: '+94712345678' },
      { country: 'KE', input: '0712 123456', number: '+254712123456' },
      { country: 'NG', input: '0802 123 4567', number: '+2348021234567' },
      { country: 'GH', input: '0231234567', number: '+233231234567' },
      { country: 'ZA', input: '071 123 4567', number: '+27711234567' },
      { country: 'TZ', input: '0621 234 567', number: '+255621234567' },
      { country: 'UG', input: '0712 345678', number: '+256712345678' },
      { country: 'RW', input: '0720 123 456', number: '+250720123456' },
    ])
    .run(({ assert }, { country, input, number }) => {
      assert.equal(parseMobileNumber(input, country), number)
    })

  test('{input} in {country} is refused: {why}')
    .with([
      { country: 'BD', input: '0171234567', why: 'a digit short' },
      { country: 'BD', input: '017123456789', why: 'a digit long' },
      { country: 'BD', input: '01212345678', why: 'no such operator' },
      { country: 'BD', input: '02-55012345', why: 'a landline of Dhaka' },
      { country: 'BD', input: '+44 20 7946 0958', why: 'a landline of London' },
      { country: 'BD', input: '09612345678', why: 'an IP phone' },
      { country: 'BD', input: '999', why: 'emergency' },
      { country: 'BD', input: '00000000000', why: 'nobody' },
      { country: 'BD', input: 'call 01712345678', why: 'a sentence' },
      { country: 'BD', input: '01712345678; drop table customers', why: 'SQL' },
      { country: 'BD', input: '01712345678\u0000', why: 'a NUL' },
      { country: 'BD', input: '', why: 'nothing' },
      { country: 'BD', input: '+', why: 'only a sign' },
      { country: 'BD', input: '0'.repeat(5000), why: 'endless' },
      { country: 'IN', input: '022 2345 6789', why: 'a landline of Mumbai' },
      { country: 'XX', input: '01712345678', why: 'no such country' },
    ])
    .run(({ assert }, { country, input }) => {
      assert.isNull(parseMobileNumber(input, country))
    })

  test('whatever is typed gives nothing or a number in E.164', ({ assert }) => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.stringMatching(/^[+0০]?[0-9০-৯ ()-]{5,20}$/)
    )
    fc.assert(
      fc.property(typed, (input) => {
        const number = parseMobileNumber(input, 'BD')
        if (number === null) return
        assert.match(number, /^\+[1-9]\d{6,14}$/)
        assert.equal(parseMobileNumber(number, 'IN'), number, 'it stays itself in another country')
      })
    )
  })

  test('a stored number that is not E.164 is an error, not a customer')
    .with(['01712345678', '+0171', '+8801712345678 ', '', '+88017123456789012'])
    .run(({ assert }, stored) => {
      assert.throws(() => trustMobileNumber(stored), TypeError)
    })

  test('a masked number shows no middle', ({ assert }) => {
    assert.equal(maskMobileNumber(trustMobileNumber('+8801712345678')), '+88017•••••678')
  })
})
