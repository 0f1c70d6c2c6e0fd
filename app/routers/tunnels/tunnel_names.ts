/** The WireGuard interface on a router. */
export const TUNNEL_INTERFACE = 'portico-wg'

/** Marks what belongs to the tunnel, apart from what the rest of the script looks after. */
export const TUNNEL_TAGGED = 'comment="portico-tunnel"'

/** Begins the comment of what lets routers of RouterOS 6 dial in: the tunnel's step leaves it. */
export const DIAL_IN = 'portico-dial-in'
