import { Exception } from '@adonisjs/core/exceptions'

/** WIREGUARD_NETWORK is no network of ours. */
export class InvalidTunnelNetwork extends RangeError {
  constructor(network: string) {
    super(
      `WIREGUARD_NETWORK must be an IPv4 network of 8 to 30 bits such as 10.64.0.0/12, not "${network}"`
    )
    this.name = 'InvalidTunnelNetwork'
  }
}

/** The installation has no WireGuard server, or it has not been told its key yet. */
export class TunnelsNotOffered extends Exception {
  static override status = 422
  static override code = 'E_TUNNELS_NOT_OFFERED'
  static override message =
    'This installation offers no tunnels. Set WIREGUARD_ENDPOINT and the server’s public key.'
}

export class TunnelAddressesExhausted extends Exception {
  static override status = 503
  static override code = 'E_TUNNEL_ADDRESSES_EXHAUSTED'
  static override message = 'Every tunnel address is in use or resting. Widen WIREGUARD_NETWORK.'
}

/** Addresses of the tunnel network are given out, never chosen. */
export class TunnelAddressNotGiven extends Exception {
  static override status = 422
  static override code = 'E_TUNNEL_ADDRESS_NOT_GIVEN'
  static override message = 'This address belongs to the tunnels and was not given to this router.'
}

export class InvalidTunnelKey extends Exception {
  static override status = 422
  static override code = 'E_INVALID_TUNNEL_KEY'
  static override message =
    'This is no WireGuard public key. It has 44 characters and ends in an equals sign.'
}

/** Two routers with one key would take each other's packets: a cloned configuration, mostly. */
export class TunnelKeyTaken extends Exception {
  static override status = 409
  static override code = 'E_TUNNEL_KEY_TAKEN'
  static override message =
    'Another router uses this key already. Remove the interface portico-wg on this one and run the script again: it makes a key of its own.'
}

export class NoTunnel extends Exception {
  static override status = 404
  static override code = 'E_NO_TUNNEL'
  static override message = 'This router has no tunnel.'
}

/** The way through another router needs one with a tunnel of its own, of the same ISP. */
export class NoSuchGateway extends Exception {
  static override status = 422
  static override code = 'E_NO_SUCH_TUNNEL_GATEWAY'
  static override message = 'Choose another router of yours that has a tunnel of its own.'
}
