import { createHmac } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import type { NoticeBoard } from '../kit/notices.js'
import { stripeId, type Merchant } from './merchants.js'
import { Params } from './params.js'
import { missing, noSuch, Refusal } from './refusals.js'

export interface Endpoint {
  id: string
  merchant: Merchant
  url: string
  events: string[]
  secret: string
  apiVersion: string | null
  description: string | null
  metadata: Record<string, string>
  status: 'enabled' | 'disabled'
  createdAt: number
}

const CHANGEABLE = [
  /^(?:url|description|disabled)$/,
  /^enabled_events\[\d*\]$/,
  /^metadata\[[^\]]+\]$/,
]
const KNOWN = [...CHANGEABLE, /^(?:api_version|connect)$/]
const EVENT = /^(?:\*|[a-z_]+(?:\.[a-z_]+)+)$/
export const DEFAULT_VERSION = '2026-10-28.endive'

/** Where accounts want their events, each signed with its endpoint's own secret. */
export class Endpoints {
  readonly #endpoints = new Map<string, Endpoint>()

  constructor(
    private readonly notices: NoticeBoard,
    private readonly clock: Clock
  ) {}

  /** @throws Refusal */
  create(merchant: Merchant, form: URLSearchParams): Endpoint {
    const params = new Params(form, KNOWN)
    params.need('url')
    const endpoint: Endpoint = {
      id: stripeId('we'),
      merchant,
      url: params.url('url') ?? '',
      events: parseEvents(params),
      secret: stripeId('whsec', 32),
      apiVersion: params.text('api_version') ?? null,
      description: params.text('description') ?? null,
      metadata: params.metadata(),
      status: 'enabled',
      createdAt: this.clock.now(),
    }
    if (endpoint.events.length === 0) throw missing('enabled_events')
    this.#endpoints.set(endpoint.id, endpoint)
    return endpoint
  }

  /** @throws Refusal; the secret and the version cannot be changed. */
  update(merchant: Merchant, id: string, form: URLSearchParams): Endpoint {
    const params = new Params(form, CHANGEABLE)
    const endpoint = this.of(merchant, id)
    const events = parseEvents(params)
    endpoint.url = params.url('url') ?? endpoint.url
    if (events.length > 0) endpoint.events = events
    const disabled = params.text('disabled')
    if (disabled !== undefined) endpoint.status = disabled === 'true' ? 'disabled' : 'enabled'
    return endpoint
  }

  remove(merchant: Merchant, id: string): void {
    this.#endpoints.delete(this.of(merchant, id).id)
  }

  /** @throws Refusal */
  of(merchant: Merchant, id: string): Endpoint {
    const endpoint = this.#endpoints.get(id)
    if (endpoint?.merchant.accountId !== merchant.accountId) throw noSuch('webhook endpoint', id)
    return endpoint
  }

  ofAccount({ accountId }: Merchant): Endpoint[] {
    return [...this.#endpoints.values()].filter((one) => one.merchant.accountId === accountId)
  }

  /** One that was there from the beginning, whose secret both sides know. */
  register(merchant: Merchant, url: string, secret: string): void {
    const id = stripeId('we')
    this.#endpoints.set(id, {
      id,
      merchant,
      url,
      secret,
      events: ['*'],
      apiVersion: null,
      description: null,
      metadata: {},
      status: 'enabled',
      createdAt: this.clock.now(),
    })
  }

  /** Those to which an event of a type goes. */
  wanting(merchant: Merchant, type: string): Endpoint[] {
    return this.ofAccount(merchant).filter(
      ({ events, status }) =>
        status === 'enabled' && (events.includes('*') || events.includes(type))
    )
  }

  /** Sends an event to every endpoint that wants it. */
  tell(merchant: Merchant, type: string, about: string, object: unknown): void {
    const id = stripeId('evt')
    for (const endpoint of this.wanting(merchant, type)) {
      const body = JSON.stringify({
        id,
        object: 'event',
        api_version: endpoint.apiVersion ?? DEFAULT_VERSION,
        created: Math.floor(this.clock.now() / 1000),
        data: { object },
        livemode: merchant.live,
        pending_webhooks: 1,
        request: { id: null, idempotency_key: null },
        type,
      })
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signatureHeader(body, endpoint.secret),
      }
      this.notices.send({ about, method: 'POST', url: endpoint.url, body, headers })
    }
  }
}

/** Only its creation shows the secret. */
export function endpointView(endpoint: Endpoint, withSecret = false) {
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    api_version: endpoint.apiVersion,
    application: null,
    created: Math.floor(endpoint.createdAt / 1000),
    description: endpoint.description,
    enabled_events: endpoint.events,
    livemode: endpoint.merchant.live,
    metadata: endpoint.metadata,
    ...(withSecret ? { secret: endpoint.secret } : {}),
    status: endpoint.status,
    url: endpoint.url,
  }
}

/** By the world's time, not the stand-in's: whoever checks it allows five minutes. */
export function signatureHeader(
  body: string,
  secret: string,
  t = Math.floor(Date.now() / 1000)
): string {
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

function parseEvents(params: Params): string[] {
  const events = params.list('enabled_events')
  const wrong = events.find((event) => !EVENT.test(event))
  if (wrong !== undefined) {
    throw new Refusal(`Invalid enabled_events: ${wrong} is no event`, { param: 'enabled_events' })
  }
  return events
}
