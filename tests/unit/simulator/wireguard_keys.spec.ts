import { generateKeyPairSync } from 'node:crypto'
import { test } from '@japa/runner'
import { publicKeyOf } from '../../simulator/menus/wireguard.js'

test.group('Simulator | WireGuard keys', () => {
  test('the public key belongs to the private one', ({ assert }) => {
    const { privateKey, publicKey } = generateKeyPairSync('x25519')
    const { d, x } = privateKey.export({ format: 'jwk' })
    assert.equal(publicKey.export({ format: 'jwk' }).x, x)
    const shown = publicKeyOf(Buffer.from(d ?? '', 'base64url').toString('base64'))
    assert.equal(shown, Buffer.from(x ?? '', 'base64url').toString('base64'))
  })

  test('what is no key has no public half', ({ assert }) => {
    assert.isUndefined(publicKeyOf('c2hvcnQ='))
  })
})
