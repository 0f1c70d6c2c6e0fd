import { RouterUnreachable, type UnreachableReason } from './router_api_errors.js'

const REASONS: Record<string, [UnreachableReason, string]> = {
  ECONNREFUSED: [
    'refused',
    'the connection was refused; enable the API there (/ip/service/enable api) and check the port',
  ],
  EHOSTUNREACH: [
    'no_route',
    'there is no route to it; check the address, the tunnel and that it is switched on',
  ],
  ENETUNREACH: ['no_route', 'there is no route to its network; check the address and the tunnel'],
  ENOTFOUND: [
    'unknown_name',
    'the name is not known in DNS; check its spelling or use the address',
  ],
  EAI_AGAIN: [
    'unknown_name',
    'the name could not be looked up just now; try again or use the address',
  ],
  ECONNRESET: [
    'reset',
    'the connection was reset at once; check the port and the addresses allowed in /ip/service',
  ],
  ETIMEDOUT: [
    'silent',
    'it does not answer; check the address, the firewall and that it is switched on',
  ],
}

/** The error for a connection that never stood, saying what an operator should look at. */
export function connectFailure(where: string, error: unknown) {
  if (error instanceof RouterUnreachable) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const detail = error instanceof Error ? error.message : String(error)
  const [reason, advice] = REASONS[code] ?? ['other', detail]
  return new RouterUnreachable(`The router ${where} cannot be reached: ${advice}.`, {
    cause: error,
    reason,
  })
}
