import { type ConnectionOptions, type TLSSocket } from 'node:tls'

/** Stands for a router whose api-ssl has no certificate: encrypted, but by whom nobody knows. */
export const ANONYMOUS = 'anonymous'

/**
 * How TLS is spoken with a router. Certificates of routers are self-signed, so they are
 * known by their fingerprint; api-ssl without one offers anonymous Diffie-Hellman only
 * (manual: API-SSL), which OpenSSL refuses unless it is asked for; it comes last.
 */
export const ROUTER_TLS: ConnectionOptions = {
  rejectUnauthorized: false,
  minVersion: 'TLSv1.2',
  ciphers: 'HIGH:+aNULL:!eNULL:@SECLEVEL=0',
}

/** SHA-256 of the certificate in lower-case hex, as RouterOS prints it, or ANONYMOUS. */
export function certificateOf(socket: TLSSocket): string {
  const { fingerprint256 } = socket.getPeerX509Certificate() ?? {}
  return fingerprint256?.replaceAll(':', '').toLowerCase() ?? ANONYMOUS
}
