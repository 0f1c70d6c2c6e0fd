import { createHmac, timingSafeEqual } from 'node:crypto'

const SHA256_HEX = /^[0-9a-f]{64}$/i

/**
 * Is this the hex HMAC-SHA256 of the text under one of the secrets? While a secret is
 * being changed there are two. Empty secrets sign nothing, and it takes the same time
 * wherever the difference is.
 */
export function isSignedBy(
  signature: string | undefined,
  text: string,
  secrets: readonly (string | undefined)[]
): boolean {
  if (!signature || !SHA256_HEX.test(signature)) return false
  const claimed = Buffer.from(signature, 'hex')
  return secrets.some(
    (secret) =>
      secret && timingSafeEqual(createHmac('sha256', secret).update(text).digest(), claimed)
  )
}
