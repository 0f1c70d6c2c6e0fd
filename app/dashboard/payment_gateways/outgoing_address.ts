import env from '#start/env'

/** The address our requests to gateways come from, where the platform's people have stated it. */
export function outgoingAddress(): string | null {
  return env.get('OUTGOING_IP')?.trim() || null
}
