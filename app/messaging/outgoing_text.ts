import { seal, unseal } from '#tenancy/sealed'

/** What really goes out, where operators may not read it or it loses its use with time. */
export interface OutgoingText {
  text: string
  /** ISO 8601; null is for ever. */
  until: string | null
}

export function sealOutgoing(outgoing: OutgoingText, tenantId: number): string {
  return seal(outgoing, tenantId, 'sms')
}

/** @throws UnreadableSecret */
export function openOutgoing(sealed: string, tenantId: number): OutgoingText {
  return unseal<OutgoingText>(sealed, tenantId, 'sms')
}
