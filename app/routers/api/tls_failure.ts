import {
  RouterCertificateChanged,
  RouterTlsMismatch,
  RouterUnreachable,
} from './router_api_errors.js'
import { ANONYMOUS } from './router_tls.js'

/** OpenSSL's words when what answers is no TLS record at all. */
const NO_TLS =
  /wrong version number|packet length too long|record layer|unexpected message|econnreset|disconnected before secure/i

/**
 * The error for a TLS handshake that failed after TCP stood.
 *
 * @param failure undefined when nothing came at all, or the connection was closed
 */
export function tlsFailure(where: string, failure?: Error): RouterUnreachable {
  if (!failure || NO_TLS.test(failure.message)) {
    return new RouterTlsMismatch(
      `The router ${where} takes connections but does not speak TLS. If this is its plain API ` +
        'port (8728), switch TLS off here; else enter the port of api-ssl (8729), enable it there and ' +
        'check which addresses /ip/service lets in.',
      { reason: 'tls', cause: failure }
    )
  }
  return new RouterUnreachable(
    `The router ${where} cannot be reached: TLS could not be agreed (${failure.message}); ` +
      'check the certificate of api-ssl and the port.',
    { reason: 'tls', cause: failure }
  )
}

/** For when we speak plain and TLS answers. */
export function speaksTls(where: string) {
  return new RouterTlsMismatch(
    `The router ${where} speaks TLS on this port. Switch TLS on here, or enter its plain API port (8728).`,
    { reason: 'tls' }
  )
}

export function certificateChanged(where: string, pinned: string, seen: string) {
  const now =
    seen === ANONYMOUS ? 'shows no certificate any more' : `shows the certificate ${short(seen)}`
  return new RouterCertificateChanged(
    `The router ${where} ${now}, but is known by ${pinned === ANONYMOUS ? 'none' : short(pinned)}. ` +
      'Nothing was sent to it. If you replaced the router or its certificate, accept the new one ' +
      'on its page; if not, somebody may be between.',
    seen
  )
}

function short(fingerprint: string) {
  return `${fingerprint.slice(0, 16)}…`
}
