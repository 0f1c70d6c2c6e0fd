import { createHmac } from 'node:crypto'
import type Tenant from '#tenancy/models/tenant'
import { hostOf, visit } from '#tests/support/browser'
import { anySecret } from '#tests/support/gateway_shop'

interface Endpoint {
  id: string
  url: string
  enabled_events: string[]
  api_version: string
}

/** An account's webhook endpoints, as Stripe lists them to the owner of the key. */
export async function endpointsAt(baseUrl: string, secretKey: string): Promise<Endpoint[]> {
  const answer = await fetch(`${baseUrl}/v1/webhook_endpoints?limit=100`, {
    headers: { authorization: `Bearer ${secretKey}` },
  })
  const { data } = (await answer.json()) as { data: Endpoint[] }
  return data
}

/** @returns what an event about nothing of ours, signed with this secret, is answered with */
export async function toldBy(tenant: Tenant, secret: string): Promise<number> {
  const body = JSON.stringify({ id: `evt_${anySecret()}`, object: 'event', data: { object: {} } })
  const at = Math.floor(Date.now() / 1000)
  const digest = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'stripe-signature': `t=${at},v1=${digest}`,
  }
  const { status } = await visit(hostOf(tenant), '/notices/stripe', {
    method: 'POST',
    headers,
    text: body,
  })
  return status
}
