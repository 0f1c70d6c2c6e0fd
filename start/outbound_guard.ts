import { OutboundGuard } from '#core/http/outbound_guard'
import env from '#start/env'

/** Public addresses, and the networks the platform's own configuration names. */
export const outboundGuard = OutboundGuard.fromList(env.get('OUTBOUND_ALLOWED_NETWORKS'))
