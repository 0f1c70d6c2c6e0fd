import { test } from '@japa/runner'
import { newRecoveryCodes, recoveryCodeHash } from '#platform/accounts/two_factor/recovery_codes'
import { newTotpSecret, stepOfCode, totpUri } from '#platform/accounts/two_factor/totp'

/** RFC 6238, appendix B: the ASCII secret "12345678901234567890", SHA-1, the last six of its eight digits. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.group('Codes of an authenticator app', () => {
  test('are those of RFC 6238 at {seconds} s')
    .with([
      { seconds: 59, code: '287082', step: 1 },
      { seconds: 1_111_111_109, code: '081804', step: 37_037_036 },
      { seconds: 2_000_000_000, code: '279037', step: 66_666_666 },
    ])
    .run(({ assert }, { seconds, code, step }) => {
      assert.equal(stepOfCode(SECRET, code, seconds * 1000), step)
    })

  test('count {late} s after their step began or not')
    .with([
      { late: -30, counts: true },
      { late: -31, counts: false },
      { late: 59, counts: true },
      { late: 60, counts: false },
    ])
    .run(({ assert }, { late, counts }) => {
      assert.equal(stepOfCode(SECRET, '287082', (30 + late) * 1000) === 1, counts)
    })

  test('{typed} is none')
    .with(['', '28708', '2870821', '287 082', 'abcdef', '２８７０８２'].map((typed) => ({ typed })))
    .run(({ assert }, { typed }) => {
      assert.isNull(stepOfCode(SECRET, typed, 59_000))
    })

  test('come of secrets of 160 bits, which apps read from an otpauth address', ({ assert }) => {
    const secret = newTotpSecret()
    assert.match(secret, /^[A-Z2-7]{32}$/)
    const uri = new URL(totpUri(secret, 'rahim+wifi@greennet.test'))
    assert.equal(uri.protocol, 'otpauth:')
    assert.equal(uri.searchParams.get('secret'), secret)
    assert.equal(uri.searchParams.get('issuer'), 'Portico')
    assert.include(decodeURIComponent(uri.pathname), 'rahim+wifi@greennet.test')
  })
})

test.group('Recovery codes', () => {
  test('are ten, each different, and the same however they are typed', ({ assert }) => {
    const codes = newRecoveryCodes()
    assert.lengthOf(new Set(codes), 10)
    const [code = ''] = codes
    const spellings = [code, code.toUpperCase(), code.replaceAll('-', ''), ` ${code} `]
    assert.lengthOf(new Set(spellings.map(recoveryCodeHash)), 1)
    assert.lengthOf(new Set(codes.map(recoveryCodeHash)), 10)
  })
})
