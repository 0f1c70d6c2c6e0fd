import { constants, generateKeyPairSync, privateDecrypt, sign, verify } from 'node:crypto'
import { test } from '@japa/runner'

import { NagadKeyUnreadable, readKeys } from '#payments/gateways/nagad/keys'
import { seal, unseal } from '#payments/gateways/nagad/seal'

const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const nagad = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

const ours = { merchantPrivate: merchant.privateKey, gatewayPublic: nagad.publicKey }
const theirs = { merchantPrivate: nagad.privateKey, gatewayPublic: merchant.publicKey }
const ANSWER = { paymentReferenceId: 'MDYwNzE2', challenge: 'a'.repeat(40) }

const der = (key: { export(options: object): string | Buffer }, type: string) =>
  Buffer.from(key.export({ format: 'der', type })).toString('base64')
const pem = (key: { export(options: object): string | Buffer }, type: string) =>
  key.export({ format: 'pem', type }).toString()

test.group('Nagad | Sealing', () => {
  test('one text is encrypted to Nagad and signed by us (PKCS#1 v1.5, SHA256withRSA)', ({
    assert,
  }) => {
    const { sensitiveData, signature } = seal({ orderId: 'ORDER1', amount: '50.55' }, ours)
    const text = privateDecrypt(
      { key: nagad.privateKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(sensitiveData, 'base64')
    )
    assert.equal(text.toString(), '{"orderId":"ORDER1","amount":"50.55"}')
    assert.isTrue(verify('sha256', text, merchant.publicKey, Buffer.from(signature, 'base64')))
  })

  test('a text of 245 octets fits under 2048 bits, one more does not', ({ assert }) => {
    const room = 245 - '{"a":""}'.length
    assert.doesNotThrow(() => seal({ a: 'x'.repeat(room) }, ours))
    assert.throws(() => seal({ a: 'x'.repeat(room + 1) }, ours), RangeError)
  })

  test('what Nagad sealed opens', ({ assert }) => {
    assert.deepEqual(unseal(seal(ANSWER, theirs), ours), ANSWER)
  })

  test('{title} does not open')
    .with([
      {
        title: 'a signature of somebody else',
        sealed: () => seal(ANSWER, { ...theirs, merchantPrivate: stranger.privateKey }),
      },
      {
        title: 'a text sealed to another merchant, which decrypts to noise',
        sealed: () => seal(ANSWER, { ...theirs, gatewayPublic: stranger.publicKey }),
      },
      {
        title: 'the signature of another answer',
        sealed: () => ({ ...seal(ANSWER, theirs), signature: seal({}, theirs).signature }),
      },
      { title: 'an empty signature', sealed: () => ({ ...seal(ANSWER, theirs), signature: '' }) },
      { title: 'a text that is no base64', sealed: () => ({ sensitiveData: '%', signature: '%' }) },
      {
        title: 'half a text',
        sealed: () => {
          const { sensitiveData, signature } = seal(ANSWER, theirs)
          return { sensitiveData: sensitiveData.slice(0, 100), signature }
        },
      },
    ])
    .run(({ assert }, { sealed }) => {
      assert.isNull(unseal(sealed(), ours))
    })

  test('noise that somebody signed as noise is no object either', ({ assert }) => {
    const sealed = seal(ANSWER, { ...theirs, gatewayPublic: stranger.publicKey })
    const key = { key: merchant.privateKey, padding: constants.RSA_PKCS1_PADDING }
    const noise = privateDecrypt(key, Buffer.from(sealed.sensitiveData, 'base64'))
    const signature = sign('sha256', noise, nagad.privateKey).toString('base64')
    assert.isNull(unseal({ ...sealed, signature }, ours))
  })
})

test.group('Nagad | Keys as they are typed in', () => {
  test('a private key as {title} reads')
    .with([
      { title: 'PKCS#8 in base64', key: der(merchant.privateKey, 'pkcs8') },
      { title: 'PKCS#1 in base64', key: der(merchant.privateKey, 'pkcs1') },
      { title: 'PEM', key: pem(merchant.privateKey, 'pkcs8') },
      { title: 'PEM in one line', key: pem(merchant.privateKey, 'pkcs8').replaceAll('\n', '') },
      { title: 'an RSA PEM', key: pem(merchant.privateKey, 'pkcs1') },
    ])
    .run(({ assert }, { key }) => {
      const keys = readKeys({ private_key: key, pg_public_key: der(nagad.publicKey, 'spki') })
      assert.isTrue(keys.merchantPrivate.equals(merchant.privateKey))
    })

  test('{title} is named, and not shown')
    .with([
      { title: 'no key', private_key: '', which: /private/ },
      { title: 'text', private_key: 'secret-text', which: /private/ },
      {
        title: 'an elliptic key',
        private_key: der(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'pkcs8'),
        which: /private/,
      },
      { title: 'a bad public key', pg_public_key: 'c2VjcmV0LXRleHQ=', which: /public/ },
    ])
    .run(({ assert }, { which, title: _, ...changes }) => {
      const right = {
        private_key: der(merchant.privateKey, 'pkcs8'),
        pg_public_key: der(nagad.publicKey, 'spki'),
      }
      try {
        readKeys({ ...right, ...changes })
        assert.fail('it was read')
      } catch (error) {
        if (!(error instanceof NagadKeyUnreadable)) throw error
        assert.match(error.message, which)
        assert.notInclude(error.message, 'secret-text')
      }
    })
})
