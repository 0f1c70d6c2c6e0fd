import { RouterUnreachable } from './router_api_errors.js'

const REASONS: Record<string, string> = {
  ECONNREFUSED:
    'the connection was refused; enable the API there (/ip/service/enable api) and check the port',
  EHOSTUNREACH: 'there is no route to it; check the address, the tunnel and that it is switched on',
  ENETUNREACH: 'there is no route to its network; check the address and the tunnel',
  ENOTFOUND: 'the name is not known in DNS; check its spelling or use the address',
  EAI_AGAIN: 'the name could not be looked up just now; try again or use the address',
  ECONNRESET:
    'the connection was reset at once; check the port and the addresses allowed in /ip/service',
  ETIMEDOUT: 'it does not answer; check the address, the firewall and that it is switched on',
}

/** The error for a connection that never stood, saying what an operator should look at. */
export function connectFailure(where: string, error: unknown, tls: boolean) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const detail = error instanceof Error ? error.message : String(error)
  const other = tls
    ? `TLS could not be agreed (${detail}); check the certificate of api-ssl and the port`
    : detail
  return new RouterUnreachable(
    `The router ${where} cannot be reached: ${REASONS[code] ?? other}.`,
    {
      cause: error,
    }
  )
}
