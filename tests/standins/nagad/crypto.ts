import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'

const PADDING = constants.RSA_PKCS1_PADDING
const BITS = 2048

/** One line of base64 for each half, as Nagad hands keys out: PKCS#8 and SPKI without armour. */
export interface KeyPairText {
  privateKey: string
  publicKey: string
}

export function newKeyPair(): KeyPairText {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: BITS })
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  }
}

/** @throws when the text is no key */
export function readPublicKey(text: string): KeyObject {
  return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
}

/** @throws when the text is no key */
export function readPrivateKey(text: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' })
}

/**
 * What the other side wrote, or undefined. Another key's text yields noise rather than an error
 * (OpenSSL rejects implicitly), so the caller has to find sense in it.
 */
export function decrypt(sealed: string, key: KeyObject): string | undefined {
  try {
    return privateDecrypt({ key, padding: PADDING }, Buffer.from(sealed, 'base64')).toString('utf8')
  } catch {
    return undefined
  }
}

/** @throws above 245 octets, which is what a key of 2048 bits takes */
export function encrypt(text: string, key: KeyObject): string {
  return publicEncrypt({ key, padding: PADDING }, Buffer.from(text)).toString('base64')
}

/** SHA256withRSA over the plain text, in base64. */
export function signature(text: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(text), key).toString('base64')
}

export function isSignedBy(text: string, given: string, key: KeyObject): boolean {
  try {
    return verify('sha256', Buffer.from(text), key, Buffer.from(given, 'base64'))
  } catch {
    return false
  }
}
