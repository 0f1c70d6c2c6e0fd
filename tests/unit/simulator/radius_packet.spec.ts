import { createHash, createHmac } from 'node:crypto'
import { test } from '@japa/runner'
import fc from 'fast-check'
import { MalformedPacket, type Attribute } from '../../simulator/radius/attributes.js'
import { CODE } from '../../simulator/radius/dictionary.js'
import {
  freshAuthenticator,
  isAuthentic,
  messageAuthenticatorOf,
  openPacket,
  sealPacket,
} from '../../simulator/radius/packet.js'
import { chapResponse, hidePassword } from '../../simulator/radius/passwords.js'
import { mikrotik, revealPassword } from './radius_responder.js'

const attributes: Attribute[] = [
  ['User-Name', 'AA:BB:CC:00:00:01'],
  ['Framed-IP-Address', '10.5.50.20'],
  ['Mikrotik-Rate-Limit', '5M/10M'],
  ['Session-Timeout', 4294967295],
]

test.group('Simulator | RADIUS packets', () => {
  test('attributes come back as they went', ({ assert }) => {
    const authenticator = freshAuthenticator()
    const octets = sealPacket({
      code: 1,
      identifier: 7,
      attributes,
      secret: 's',
      messageAuthenticator: false,
      authenticator,
    })
    const packet = openPacket(octets)
    assert.deepEqual(packet.attributes, attributes)
    assert.deepInclude(packet, { code: 1, identifier: 7, authenticator })
  })

  test('a MikroTik attribute travels inside Vendor-Specific 14988', ({ assert }) => {
    const octets = sealPacket({
      code: 43,
      identifier: 1,
      attributes: [['Mikrotik-Rate-Limit', '5M/10M']],
      secret: 's',
      messageAuthenticator: false,
    })
    assert.isTrue(octets.subarray(20).equals(mikrotik(8, '5M/10M')))
  })

  test('code {code}: authenticators are made as its RFC says')
    .with([
      { code: CODE.accountingRequest },
      { code: CODE.coaRequest },
      { code: CODE.disconnectRequest },
    ])
    .run(({ assert }, { code }) => {
      const octets = sealPacket({
        code,
        identifier: 3,
        attributes,
        secret: 'topsecret',
        messageAuthenticator: true,
      })
      const bare = Buffer.from(octets)
      bare.fill(0, 4, 20)
      const digest = createHash('md5').update(bare).update('topsecret').digest()
      assert.isTrue(digest.equals(octets.subarray(4, 20)), 'Request Authenticator')
      const sent = Buffer.from(bare.subarray(22, 38))
      bare.fill(0, 22, 38)
      assert.isTrue(
        createHmac('md5', 'topsecret').update(bare).digest().equals(sent),
        'Message-Authenticator'
      )
      assert.isTrue(isAuthentic(octets, 'topsecret'))
      assert.equal(messageAuthenticatorOf(octets, 'topsecret'), 'valid')
    })

  test('a reply is bound to the request it answers', ({ assert }) => {
    const requestAuthenticator = freshAuthenticator()
    const octets = sealPacket({
      code: CODE.accessAccept,
      identifier: 3,
      attributes,
      secret: 's',
      messageAuthenticator: true,
      requestAuthenticator,
    })
    assert.isTrue(isAuthentic(octets, 's', requestAuthenticator))
    assert.equal(messageAuthenticatorOf(octets, 's', requestAuthenticator), 'valid')
    assert.isFalse(isAuthentic(octets, 's', freshAuthenticator()))
    assert.equal(messageAuthenticatorOf(octets, 's', freshAuthenticator()), 'invalid')
    assert.isFalse(isAuthentic(octets, 'other', requestAuthenticator))
  })

  test('a changed octet anywhere is noticed', ({ assert }) => {
    const octets = sealPacket({
      code: CODE.coaRequest,
      identifier: 3,
      attributes,
      secret: 's',
      messageAuthenticator: true,
    })
    for (let index = 20; index < octets.length; index++) {
      const forged = Buffer.from(octets)
      forged.writeUInt8(forged.readUInt8(index) ^ 1, index)
      assert.isFalse(isAuthentic(forged, 's'), `octet ${index}`)
    }
  })

  test('garbage is refused, never thrown at the router as anything else', ({ assert }) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
        try {
          openPacket(Buffer.from(bytes))
        } catch (error) {
          assert.instanceOf(error, MalformedPacket)
        }
      }),
      { numRuns: 500 }
    )
  })

  test('a value too long or too large for its attribute is refused', ({ assert }) => {
    const seal = (attribute: Attribute) => () =>
      sealPacket({
        code: 4,
        identifier: 0,
        attributes: [attribute],
        secret: 's',
        messageAuthenticator: false,
      })
    assert.throws(seal(['User-Name', 'x'.repeat(254)]), RangeError)
    assert.throws(seal(['Session-Timeout', 2 ** 32]), RangeError)
    assert.doesNotThrow(seal(['User-Name', 'x'.repeat(253)]))
  })

  test('any password can be hidden and revealed', ({ assert }) => {
    const password = fc.string({ maxLength: 60 }).filter((one) => !one.includes('\0'))
    fc.assert(
      fc.property(password, fc.string({ minLength: 1 }), (plain, secret) => {
        const authenticator = freshAuthenticator()
        const hidden = hidePassword(plain, secret, authenticator)
        const request = {
          code: 1,
          identifier: 0,
          from: '',
          authenticator,
          attributes: new Map([['2', hidden]]),
        }
        assert.equal(revealPassword(request, secret), plain)
        assert.equal(hidden.length % 16, 0)
      })
    )
  })

  test('a CHAP response is MD5 of identifier, password and challenge', ({ assert }) => {
    const challenge = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
    const expected = createHash('md5')
      .update(Buffer.from([5]))
      .update('pw')
      .update(challenge)
      .digest()
    assert.isTrue(chapResponse(5, 'pw', challenge).equals(expected))
  })
})
