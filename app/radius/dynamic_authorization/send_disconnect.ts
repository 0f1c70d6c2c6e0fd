import {
  type DynamicAuthorizationOutcome,
  type DynamicAuthorizationRoute,
  type SessionIdentity,
} from './dynamic_authorization.js'
import { exchange } from './exchange.js'
import { encodeRequest } from './request_packet.js'
import { checkedSecret, sessionAttributes } from './session_attributes.js'

/**
 * Asks a router to end one session (Disconnect-Request, RFC 5176 §2.2). RouterOS deletes
 * the mac-cookie along with it.
 *
 * @throws DynamicAuthorizationNotSent
 */
export async function sendDisconnect(
  target: DynamicAuthorizationRoute & SessionIdentity
): Promise<DynamicAuthorizationOutcome> {
  const attributes = sessionAttributes(target)
  return exchange(encodeRequest('Disconnect-Request', checkedSecret(target), attributes), target)
}
