import type { PaymentReason } from '../contract.js'
import { NotAsked } from '../not_asked.js'
import type { DarajaReading } from './answers.js'

/** Daraja answered, and not with a token; nothing was sent that moves money. */
export class MpesaTokenRefused extends NotAsked {
  static override status = 502
  static override code = 'E_MPESA_TOKEN_REFUSED'

  override readonly reason: PaymentReason

  constructor(status: number, reading: DarajaReading) {
    const said =
      reading.kind === 'error' ? `${reading.code} ${reading.message}`.trim() : `HTTP ${status}`
    super(`M-Pesa issued no token: ${said}. Check consumer key and consumer secret`)
    const clients = status >= 400 && status < 500
    this.reason = clients ? 'misconfigured' : 'unreadable_answer'
  }
}
