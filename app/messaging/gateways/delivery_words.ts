import type { DeliveryReport } from './contract.js'

const FAILED = /undeliv|not[ _]?deliv|fail|reject|expired|absent|barred|invalid|blocked/i
const DELIVERED = /deliv(?:ered|rd)/i
const SENT = /^(?:sent|success|submitted|accepted)/i

/** How far a message came, in the words of providers that have no codes for it. */
export function deliveryStateOf(words: string): DeliveryReport['state'] | null {
  if (FAILED.test(words)) return 'failed'
  if (DELIVERED.test(words)) return 'delivered'
  return SENT.test(words) ? 'sent' : null
}
