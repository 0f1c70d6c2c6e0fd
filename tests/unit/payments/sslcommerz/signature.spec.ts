import { test } from '@japa/runner'

import { isSigned, readPosted } from '#payments/gateways/sslcommerz/signature'

const PASSWORD = 'qwerty'

/** Both digests were made with md5sum and sha256sum, by facts §2.4, and not by this code. */
const SIGNED =
  'amount=30.00&bank_tran_id=151114130739MqCBNx5&card_type=VISA-Dutch+Bangla&status=VALID' +
  '&tran_id=5646dd9d4b484&val_id=1511141307390J9xsdVYvHLIVgO&value_a=' +
  '&verify_key=amount%2Cbank_tran_id%2Ccard_type%2Cstatus%2Ctran_id%2Cval_id%2Cvalue_a'
const MD5 = '8830600a4dd960b5bf15ef4779309ce9'
const SHA256 = 'df909f0dcabcb1e1fad189201b5272369f76a97b0c84b05121ecb2ea0b9874e6'

const md5 = `&verify_sign=${MD5}`
const sha256 = `&verify_sign_sha2=${SHA256}`

function verify(body: string, password = PASSWORD): boolean {
  const fields = readPosted(body)
  return fields !== null && isSigned(fields, password)
}

test.group('SSLCommerz | Signatures', () => {
  test('{title} is {verdict}')
    .with([
      { title: 'both digests', body: SIGNED + md5 + sha256, verdict: true },
      { title: 'MD5 alone, as older stores have it', body: SIGNED + md5, verdict: true },
      { title: 'SHA-256 alone', body: SIGNED + sha256, verdict: true },
      {
        title: 'SHA-256 in capitals',
        body: `${SIGNED}&verify_sign_sha2=${SHA256.toUpperCase()}`,
        verdict: true,
      },
      { title: 'a field that nobody signed', body: `${SIGNED}&base_fair=0${md5}`, verdict: true },
      { title: 'no digest', body: SIGNED, verdict: false },
      { title: 'an empty digest', body: `${SIGNED}&verify_sign=`, verdict: false },
      {
        title: 'a right MD5 beside a wrong SHA-256',
        body: `${SIGNED}${md5}&verify_sign_sha2=${'0'.repeat(64)}`,
        verdict: false,
      },
      {
        title: 'another amount',
        body: SIGNED.replace('amount=30.00', 'amount=3000') + sha256,
        verdict: false,
      },
      {
        title: 'a signed empty field that is missing',
        body: SIGNED.replace('&value_a=', '') + sha256,
        verdict: false,
      },
      {
        title: 'a space at the end of a value',
        body: SIGNED.replace('status=VALID', 'status=VALID+') + sha256,
        verdict: false,
      },
      { title: 'a name twice', body: `${SIGNED}${sha256}&status=FAILED`, verdict: false },
      {
        title: 'our number not among the signed',
        body: SIGNED.replace('tran_id%2Cval_id', 'val_id') + sha256,
        verdict: false,
      },
      {
        title: 'no list of the signed',
        body: SIGNED.slice(0, SIGNED.indexOf('&verify_key')) + sha256,
        verdict: false,
      },
      { title: 'nothing', body: '', verdict: false },
    ])
    .run(({ assert }, { body, verdict }) => {
      assert.equal(verify(body), verdict)
    })

  test('another store’s password is not ours', ({ assert }) => {
    assert.isFalse(verify(SIGNED + sha256, 'qwertz'))
  })
})
