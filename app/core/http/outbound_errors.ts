import { Exception } from '@adonisjs/core/exceptions'

/** No answer. The message names the call and the host alone: URLs and bodies carry keys. */
export abstract class OutboundFailure extends Exception {}

/** The request was certainly not sent, so trying elsewhere or again cannot do a thing twice. */
export class OutboundRefused extends OutboundFailure {
  static override status = 502
  static override code = 'E_OUTBOUND_REFUSED'
}

/** The request was, or may have been, received. Only asking the other side tells. */
export class OutboundUnknown extends OutboundFailure {
  static override status = 504
  static override code = 'E_OUTBOUND_UNKNOWN'
}

/** The platform's own configuration names a network that is none. */
export class InvalidNetwork extends Exception {
  static override status = 500
  static override code = 'E_INVALID_NETWORK'

  constructor(network: string) {
    super(`"${network}" is not a network in CIDR notation, such as 10.20.0.0/16`)
  }
}
