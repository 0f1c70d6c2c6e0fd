import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

import type { ProviderCredentials } from '#core/http/provider'

import { NotAsked } from '../not_asked.js'

/** What was entered as a key is none. Says which, and never what it was. */
export class NagadKeyUnreadable extends NotAsked {
  static override status = 422
  static override code = 'E_NAGAD_KEY_UNREADABLE'
  override readonly reason = 'misconfigured'

  constructor(which: string) {
    super(`The ${which} is not an RSA key. Paste it as Nagad's portal or your key file has it`)
  }
}

export interface NagadKeys {
  /** Ours: signs what we say, opens what Nagad seals. */
  merchantPrivate: KeyObject
  /** Nagad's ("PG public key"): seals what we say, proves what Nagad says. */
  gatewayPublic: KeyObject
}

/**
 * Keys are entered in one line: base64 of the DER, or a PEM whose line ends the form has lost.
 *
 * @throws NagadKeyUnreadable
 */
export function readKeys(credentials: ProviderCredentials): NagadKeys {
  const merchantPrivate = firstThatReads(credentials['private_key'], [
    (key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
    (key) => createPrivateKey({ key, format: 'der', type: 'pkcs1' }),
  ])
  const gatewayPublic = firstThatReads(credentials['pg_public_key'], [
    (key) => createPublicKey({ key, format: 'der', type: 'spki' }),
    (key) => createPublicKey({ key, format: 'der', type: 'pkcs1' }),
  ])
  if (!merchantPrivate) throw new NagadKeyUnreadable('merchant private key')
  if (!gatewayPublic) throw new NagadKeyUnreadable('Nagad public key')
  return { merchantPrivate, gatewayPublic }
}

function firstThatReads(
  entered: string | undefined,
  readers: readonly ((der: Buffer) => KeyObject)[]
): KeyObject | null {
  const base64 = (entered ?? '').replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '')
  for (const read of readers) {
    try {
      const key = read(Buffer.from(base64, 'base64'))
      if (key.asymmetricKeyType === 'rsa') return key
    } catch {
      continue
    }
  }
  return null
}
