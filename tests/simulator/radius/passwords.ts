import { createHash } from 'node:crypto'

const md5 = (...parts: (Buffer | string)[]) => {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** User-Password: XOR with a chain of MD5(secret ‖ previous block), padded to 16 (RFC 2865 §5.2). */
export function hidePassword(password: string, secret: string, authenticator: Buffer): Buffer {
  const plain = Buffer.from(password, 'utf8')
  if (plain.length > 128) throw new RangeError('A User-Password has at most 128 octets')
  const hidden = Buffer.alloc(Math.max(16, Math.ceil(plain.length / 16) * 16))
  plain.copy(hidden)
  let previous = authenticator
  for (let start = 0; start < hidden.length; start += 16) {
    const mask = md5(secret, previous)
    for (let index = 0; index < 16; index++) {
      hidden.writeUInt8(hidden.readUInt8(start + index) ^ mask.readUInt8(index), start + index)
    }
    previous = hidden.subarray(start, start + 16)
  }
  return hidden
}

/** MD5(id ‖ password ‖ challenge): what the login page's script and CHAP-Password carry (RFC 1994). */
export function chapResponse(id: number, password: string, challenge: Buffer): Buffer {
  return md5(Buffer.from([id]), password, challenge)
}

/** CHAP-Password: the identifier and the response in one attribute (RFC 2865 §5.3). */
export function chapPassword(id: number, response: Buffer): Buffer {
  return Buffer.concat([Buffer.from([id]), response])
}
