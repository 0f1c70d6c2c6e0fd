import { createHmac } from 'node:crypto'

/** HMAC-SHA256 in hex, over the order and the payment for a browser, over the body for a webhook. */
export function sign(message: string, secret: string): string {
  return createHmac('sha256', secret).update(message).digest('hex')
}
