import { DynamicAuthorizationNotSent } from '#radius/dynamic_authorization/dynamic_authorization'
import { sendDisconnect } from '#radius/dynamic_authorization/send_disconnect'
import type { Knock } from '#routers/health/router_health'

const TIMEOUT_MS = 2500
const ATTEMPTS = 2

/**
 * Asks the router to end a session that cannot exist. A router that understands us refuses
 * (RFC 5176 §3.5, 503), which proves both port 3799 and the secret; nobody loses anything.
 */
export async function knock(address: string, secret: string): Promise<Knock> {
  try {
    const result = await sendDisconnect({
      address,
      secret,
      userName: 'portico-health-check',
      framedIp: '192.0.2.1',
      acctSessionId: 'portico-health-check',
      timeoutMs: TIMEOUT_MS,
      attempts: ATTEMPTS,
    })
    return result.outcome === 'timeout' ? result.reason : 'answered'
  } catch (error) {
    if (error instanceof DynamicAuthorizationNotSent) return 'not_sent'
    throw error
  }
}
