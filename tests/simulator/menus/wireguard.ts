import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'

/** RFC 8410: what comes before the 32 octets of a private X25519 key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex')

function freshKey(): string {
  const { privateKey } = generateKeyPairSync('x25519')
  return privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32).toString('base64')
}

/** The public key, base64, of a private one; undefined for what is no key. */
export function publicKeyOf(privateKey: string): string | undefined {
  const octets = Buffer.from(privateKey, 'base64')
  if (octets.length !== 32) return undefined
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, octets]),
    format: 'der',
    type: 'pkcs8',
  })
  return createPublicKey(key)
    .export({ type: 'spki', format: 'der' })
    .subarray(-32)
    .toString('base64')
}

/** `/interface/wireguard`: makes a private key when none was given and shows the public one. */
export function defineWireguard(menus: Menus): void {
  if (!menus.has('/interface/wireguard')) return
  const menu = menus.menu('/interface/wireguard')
  const complete = () => {
    for (const [index, row] of menu.stored().entries()) {
      const id = row['.id']
      if ((row['private-key'] ?? '') === '') menu.update(id, { 'private-key': freshKey() })
      if ((row['listen-port'] ?? '') === '')
        menu.update(id, { 'listen-port': String(13231 + index) })
      if ((row['name'] ?? '') === '') menu.update(id, { name: `wireguard${index + 1}` })
    }
  }
  menus.watch('/interface/wireguard', complete)
  menu.annotate((row): Row => {
    const key = publicKeyOf(row['private-key'] ?? '')
    return key === undefined
      ? {}
      : { 'public-key': key, 'running': String(row['disabled'] !== 'true') }
  })
}
