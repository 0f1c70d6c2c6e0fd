import type { PaymentReason } from '../contract.js'

export const SUCCESS = '0000'

export interface Meaning {
  reason: PaymentReason
  /** An execute that ends so has moved no money and never will. Queries are not final by code. */
  endsExecution: boolean
}

const open = (reason: PaymentReason): Meaning => ({
  reason,
  endsExecution: false,
})
const end = (reason: PaymentReason): Meaning => ({
  reason,
  endsExecution: true,
})

/**
 * developer.bka.sh "Error codes", those a checkout without agreement can meet.
 * "Already done" and "invalid state" codes (2056, 2062, 2068, 2117, 2119) say
 * nothing of the money, so they are open and a query decides.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '503': open('maintenance'),
  '2001': open('misconfigured'),
  '2002': open('not_found'),
  '2006': open('amount_not_accepted'),
  '2007': open('amount_not_accepted'),
  '2008': open('misconfigured'),
  '2009': end('wallet_not_usable'),
  '2014': end('wrong_pin'),
  '2015': end('wrong_pin'),
  '2018': end('too_late'),
  '2019': end('too_late'),
  '2023': end('insufficient_funds'),
  '2025': open('misconfigured'),
  '2029': end('duplicate_payment'),
  '2031': open('misconfigured'),
  '2033': open('not_found'),
  '2037': end('wallet_not_usable'),
  '2038': end('wallet_not_usable'),
  '2039': open('misconfigured'),
  '2040': open('misconfigured'),
  '2041': open('misconfigured'),
  '2043': end('wrong_pin'),
  '2044': open('misconfigured'),
  '2045': end('wallet_not_usable'),
  '2046': open('misconfigured'),
  '2048': open('misconfigured'),
  '2049': open('misconfigured'),
  '2057': end('wallet_not_usable'),
  '2058': end('wallet_not_usable'),
  '2060': open('waiting_for_customer'),
  '2061': open('misconfigured'),
  '2063': open('misconfigured'),
  '2064': open('maintenance'),
  '2065': open('misconfigured'),
  '2067': open('misconfigured'),
  '2069': end('cancelled_by_customer'),
}

/** A code we do not know is the gateway's trouble until a query says otherwise. */
export function meaningOf(code: string): Meaning {
  return MEANINGS[code] ?? open('gateway_error')
}
