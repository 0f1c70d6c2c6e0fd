/** Values of Error-Cause (RFC 5176 §3.5) by number. */
const NAMES: Record<number, string> = {
  201: 'Residual-Session-Context-Removed',
  202: 'Invalid-EAP-Packet',
  401: 'Unsupported-Attribute',
  402: 'Missing-Attribute',
  403: 'NAS-Identification-Mismatch',
  404: 'Invalid-Request',
  405: 'Unsupported-Service',
  406: 'Unsupported-Extension',
  407: 'Invalid-Attribute-Value',
  501: 'Administratively-Prohibited',
  502: 'Request-Not-Routable',
  503: 'Session-Context-Not-Found',
  504: 'Session-Context-Not-Removable',
  505: 'Other-Proxy-Processing-Error',
  506: 'Resources-Unavailable',
  507: 'Request-Initiated',
  508: 'Multiple-Session-Selection-Unsupported',
}

/** The session a request named does not exist on the router: ours is to be closed. */
export const SESSION_CONTEXT_NOT_FOUND = 503

/** The cause in the RFC's words, for logs and operators. */
export function errorCauseName(cause: number | undefined): string {
  if (cause === undefined) return 'no Error-Cause given'
  return NAMES[cause] ?? `Error-Cause ${cause}`
}
