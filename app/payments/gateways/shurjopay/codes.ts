import type { PaymentReason } from '../contract.js'

/** "Bank response success", the one that is paid. */
export const PAID = '1000'

type Open = 'pending' | 'unknown' | 'failed' | 'cancelled'

export interface Meaning {
  state: Open
  reason: PaymentReason
}

const open = (reason: PaymentReason): Meaning => ({ state: 'pending', reason })
const unsure = (reason: PaymentReason): Meaning => ({ state: 'unknown', reason })

/**
 * sp-plugin-python `shurjopay_status_codes.py` (SP3). Only 1001, 1002 and 1067 are final: the
 * others were seen before a payment that went well in the end, or are about something else.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '1001': { state: 'failed', reason: 'declined' },
  '1002': { state: 'cancelled', reason: 'cancelled_by_customer' },
  '1067': { state: 'failed', reason: 'declined' },
  '1005': open('declined'),
  '1006': open('wrong_pin'),
  '1007': open('wrong_pin'),
  '1008': open('insufficient_funds'),
  '1009': open('declined'),
  '1061': open('duplicate_payment'),
  '1065': open('waiting_for_customer'),
  '1066': open('waiting_for_customer'),
  '1068': open('waiting_for_customer'),
  '2005': open('waiting_for_customer'),
  '2007': open('no_answer'),
  '1011': unsure('not_found'),
  '1064': unsure('misconfigured'),
  '2008': unsure('misconfigured'),
}

/** A code we do not know is the gateway's trouble until it says otherwise. */
export function meaningOf(code: string): Meaning {
  return MEANINGS[code] ?? unsure('gateway_error')
}
