import type { MacAddress } from '#core/mac_address'
import { maskMobileNumber, trustMobileNumber, type MobileNumber } from '#core/mobile_number'

/** Who has a code sent, or guesses one: the number, the device and where the request came from. */
export interface CodeAsker {
  mobile: MobileNumber
  mac: MacAddress
  /** The address that we see; behind a router that is the router's. */
  from: string
}

export const ASKER_KINDS = ['number', 'device', 'address'] as const
export type AskerKind = (typeof ASKER_KINDS)[number]

/** One of the three by which an asker is known again. */
export interface Subject {
  kind: AskerKind
  subject: string
}

export function subjectsOf({ mobile, mac, from }: CodeAsker): Subject[] {
  return [
    { kind: 'number', subject: mobile },
    { kind: 'device', subject: mac },
    { kind: 'address', subject: from },
  ]
}

/** As somebody sees it who looks after all ISPs and knows none of their customers. */
export function shownSubject({ kind, subject }: Subject): string {
  return kind === 'number' ? maskMobileNumber(trustMobileNumber(subject)) : subject
}
