import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { test } from '@japa/runner'
import { readReply } from '#radius/dynamic_authorization/reply_packet'
import { encodeRequest, type Attribute } from '#radius/dynamic_authorization/request_packet'
import { reply } from './scripted_nas.js'

/**
 * Vectors worked out apart from this code, from the text of RFC 5176 §2.3 and §3.4 with
 * Python's hashlib and hmac; secret and session as below.
 */
const SECRET = 'xyzzy5461'
const SESSION: Attribute[] = [
  ['User-Name', 'AA:BB:CC:00:00:01'],
  ['Framed-IP-Address', '10.5.50.20'],
  ['Acct-Session-Id', '80f00003'],
]
const CHANGES: Attribute[] = [
  ['Vendor-Specific', 14988, [[8, Buffer.from('5M/10M')]]],
  ['Session-Timeout', 86400],
]
const DISCONNECT =
  '28010049a6e6851c5fa73470dea5b77056d35e2d5012f91eece7c963f17ee289f45a2f15eb70011341413a42423a43433a30303a30303a303108060a0532142c0a3830663030303033'
const CHANGE =
  '2bfe005db580b40823b4077c8f9c0a508c063cfe501253161b86f90ce356eecf166c3cff7015011341413a42423a43433a30303a30303a303108060a0532142c0a38306630303030331a0e00003a8c0808354d2f31304d1b0600015180'
const DISCONNECT_ACK = '2901001470fa3d276807d347a2b9b0fab73e3d9a'
const DISCONNECT_NAK_503 =
  '2a01002cc878a35774c5dca9eeb3d9158509ace65012e220238344c7e6f7ed9271aa5e9653e06506000001f7'
const CHANGE_ACK = '2cfe0026da2861d5942ae85c00346fb5718d16f65012698d924a3ddc68d5bf5f500bddce6938'

/** Recorded: FreeRADIUS 3.2.1's coa listener refusing a Disconnect-Request of ours. */
const RECORDED_REQUEST =
  '2807002e2eeb26e2d617014a48df8e419027e4bf5012e0b4f34115defe5886f812a9a0520adc01086e6f626f6479'
const RECORDED_NAK =
  '2a07002c6ace7910f51a5c5ea76346e17d3c4ba86506000001f750123ef0b91037cab83ec31176ddb889f547'

const hex = (text: string) => Buffer.from(text, 'hex')

test.group('Dynamic authorization: requests', () => {
  test('a Disconnect-Request is signed in the order of RFC 5176', ({ assert }) => {
    const packet = encodeRequest('Disconnect-Request', SECRET, SESSION, 1)
    assert.equal(packet.toString('hex'), DISCONNECT)
  })

  test('a CoA-Request carries the vendor attribute and the time', ({ assert }) => {
    const packet = encodeRequest('CoA-Request', SECRET, [...SESSION, ...CHANGES], 254)
    assert.equal(packet.toString('hex'), CHANGE)
  })

  test('identifiers vary between requests', ({ assert }) => {
    const identifiers = Array.from(
      { length: 64 },
      () => encodeRequest('CoA-Request', SECRET, SESSION)[1]
    )
    assert.isAbove(new Set(identifiers).size, 16)
  })
})

test.group('Dynamic authorization: replies', () => {
  test('an ACK without Message-Authenticator', ({ assert }) => {
    assert.deepEqual(readReply(hex(DISCONNECT_ACK), hex(DISCONNECT), SECRET), {
      ack: true,
      errorCause: undefined,
    })
  })

  test('a NAK with Error-Cause and Message-Authenticator', ({ assert }) => {
    assert.deepEqual(readReply(hex(DISCONNECT_NAK_503), hex(DISCONNECT), SECRET), {
      ack: false,
      errorCause: 503,
    })
  })

  test('a NAK of FreeRADIUS, which marks replies in its own way', ({ assert }) => {
    assert.deepEqual(readReply(hex(RECORDED_NAK), hex(RECORDED_REQUEST), SECRET), {
      ack: false,
      errorCause: 503,
    })
  })

  test('a CoA-ACK, padding behind it ignored', ({ assert }) => {
    const padded = Buffer.concat([hex(CHANGE_ACK), Buffer.alloc(7, 0xaa)])
    assert.deepEqual(readReply(padded, hex(CHANGE), SECRET), { ack: true, errorCause: undefined })
  })

  test('{0}: every single flipped bit is noticed')
    .with([
      ['Disconnect-ACK', DISCONNECT_ACK, DISCONNECT],
      ['Disconnect-NAK', DISCONNECT_NAK_503, DISCONNECT],
      ['CoA-ACK', CHANGE_ACK, CHANGE],
      ['Disconnect-NAK of FreeRADIUS', RECORDED_NAK, RECORDED_REQUEST],
    ])
    .run(({ assert }, [, answer = '', request = '']) => {
      const genuine = hex(answer)
      for (let bit = 0; bit < genuine.length * 8; bit++) {
        const forged = Buffer.from(genuine)
        forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        assert.isUndefined(readReply(forged, hex(request), SECRET), `bit ${bit}`)
      }
    })

  test('another secret, and the reply to another request, are refused', ({ assert }) => {
    assert.isUndefined(readReply(hex(DISCONNECT_ACK), hex(DISCONNECT), 'other'))
    const other = encodeRequest('Disconnect-Request', SECRET, [['User-Name', 'x']], 1)
    assert.isUndefined(readReply(hex(DISCONNECT_ACK), other, SECRET))
    assert.isUndefined(readReply(hex(CHANGE_ACK), hex(DISCONNECT), SECRET))
  })

  test('a genuine Response Authenticator does not save a wrong Message-Authenticator', ({
    assert,
  }) => {
    const forged = hex(DISCONNECT_NAK_503)
    forged.fill(0, 22, 38)
    const signed = Buffer.concat([forged.subarray(0, 4), hex(DISCONNECT).subarray(4, 20)])
    createHash('md5')
      .update(signed)
      .update(forged.subarray(20))
      .update(SECRET)
      .digest()
      .copy(forged, 4)
    assert.isUndefined(readReply(forged, hex(DISCONNECT), SECRET))
  })

  test('{0} is refused although it is signed')
    .with<[string, (request: Buffer) => Buffer][]>([
      ['another identifier', (request) => reply(41, withIdentifier(request, 2), SECRET)],
      ['an answer to the other request', (request) => reply(44, request, SECRET)],
      [
        'an attribute longer than the packet',
        (request) => reply(41, request, SECRET, Buffer.of(18, 200, 65)),
      ],
      [
        'an attribute without a length',
        (request) => reply(41, request, SECRET, Buffer.of(18, 0, 65, 65)),
      ],
    ])
    .run(({ assert }, [, answer]) => {
      const request = hex(DISCONNECT)
      assert.isUndefined(readReply(answer(request), request, SECRET))
    })

  test('no datagram whatever makes it throw', ({ assert }) => {
    const request = hex(DISCONNECT)
    const header = fc.constantFrom(Buffer.of(), Buffer.of(41, 1), Buffer.of(42, 1, 0, 30))
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 80 }), (start, rest) => {
        assert.isUndefined(readReply(Buffer.concat([start, rest]), request, SECRET))
      })
    )
  })
})

function withIdentifier(packet: Buffer, identifier: number) {
  const copy = Buffer.from(packet)
  copy[1] = identifier
  return copy
}
