import { constants, privateDecrypt, publicEncrypt, sign, verify } from 'node:crypto'

import { fieldsOf, type Fields } from '../answers.js'
import type { NagadKeys } from './keys.js'

const DIGEST = 'sha256'
const padding = constants.RSA_PKCS1_PADDING

export interface Sealed {
  sensitiveData: string
  signature: string
}

/**
 * RSA PKCS#1 v1.5 encryption to Nagad and SHA256withRSA of ours, both of the very same text,
 * which may be 245 octets long under a key of 2048 bits (facts §2.2).
 *
 * @throws RangeError when the text is longer than the key takes
 */
export function seal(content: object, { merchantPrivate, gatewayPublic }: NagadKeys): Sealed {
  const text = Buffer.from(JSON.stringify(content))
  const room = (gatewayPublic.asymmetricKeyDetails?.modulusLength ?? 0) / 8 - 11
  if (text.length > room) throw new RangeError(`${text.length} octets do not fit into a Nagad key`)
  return {
    sensitiveData: publicEncrypt({ key: gatewayPublic, padding }, text).toString('base64'),
    signature: sign(DIGEST, text, merchantPrivate).toString('base64'),
  }
}

/**
 * What Nagad sealed to us, if Nagad signed it. Null otherwise: a text that was sealed to
 * another key decrypts to noise without an error (Node 24), and only the signature tells.
 */
export function unseal(
  { sensitiveData, signature }: Sealed,
  { merchantPrivate, gatewayPublic }: NagadKeys
): Fields | null {
  try {
    const key = { key: merchantPrivate, padding }
    const text = privateDecrypt(key, Buffer.from(sensitiveData, 'base64'))
    if (!verify(DIGEST, text, gatewayPublic, Buffer.from(signature, 'base64'))) return null
    return fieldsOf(JSON.parse(text.toString('utf8')))
  } catch {
    return null
  }
}
