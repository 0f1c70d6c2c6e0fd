/** The WireGuard interface on a router. */
export const TUNNEL_INTERFACE = 'portico-wg'

/** Marks what belongs to the tunnel, apart from what the rest of the script looks after. */
export const TUNNEL_TAGGED = 'comment="portico-tunnel"'
