import { DateTime } from 'luxon'

import { FrozenClock } from '#core/clock'
import { outboundHttp } from '#core/http/outbound_request'
import { trustMobileNumber } from '#core/mobile_number'
import { Money } from '#core/money'
import { bkash } from '#payments/gateways/bkash/driver'
import type { GatewayContext, GatewayIntent, InboundHint } from '#payments/gateways/contract'

import {
  answer,
  answerJson,
  deadlineFor,
  scriptedServer,
  type Received,
  type ScriptedServer,
  type Step,
} from '../core/http/scripted_server.js'
import { MemoryTokenCache } from './memory_token_cache.js'

export const START = DateTime.fromISO('2026-06-07T10:00:00Z', { zone: 'utc' })
export const PAYMENT_ID = 'TR0011ON1565154754797'

export const credentials = {
  username: 'greennet',
  password: 'p@ss "word"',
  app_key: 'app-key-of-greennet',
  app_secret: 'app-secret-of-greennet',
}

const CALLS = {
  grant: '/tokenized/checkout/token/grant',
  refresh: '/tokenized/checkout/token/refresh',
  create: '/tokenized/checkout/create',
  execute: '/tokenized/checkout/execute',
  query: '/tokenized/checkout/payment/status',
} as const

export type Call = keyof typeof CALLS

/** A step for every time, or one after the other with the last repeating. */
export type Script = Partial<Record<Call, Step | readonly Step[]>>

export function token(idToken: string, extra: object = {}): Step {
  return answerJson({
    statusCode: '0000',
    statusMessage: 'Successful',
    id_token: idToken,
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: `${idToken}-refresh`,
    ...extra,
  })
}

export function failure(code: string, message: string): Step {
  return answerJson({ statusCode: code, statusMessage: message })
}

export function payment(transactionStatus: string, extra: object = {}, status = 200): Step {
  const body = {
    statusCode: '0000',
    statusMessage: 'Successful',
    paymentID: PAYMENT_ID,
    transactionStatus,
    amount: '50.55',
    currency: 'BDT',
    intent: 'sale',
    merchantInvoiceNumber: 'INV-1',
    ...extra,
  }
  return answer(status, JSON.stringify(body))
}

export const completed = (extra: object = {}, status = 200) =>
  payment('Completed', { trxID: '6H7801QFYM', customerMsisdn: '01770618575', ...extra }, status)

export interface BkashServer extends ScriptedServer {
  /** The requests of one call, in order. */
  of(call: Call): readonly Received[]
  deadlineSeconds: number
}

export async function bkashServer(script: Script): Promise<BkashServer> {
  const steps: Script = { grant: token('id-token-1'), ...script }
  const used: Partial<Record<Call, number>> = {}

  const server = await scriptedServer((request, response) => {
    const call = callAt(request.path)
    const step = call && steps[call]
    if (!call || !step) return void response.writeHead(404).end(`unscripted ${request.path}`)

    const count = (used[call] = (used[call] ?? 0) + 1)
    const now = typeof step === 'function' ? step : step[Math.min(count, step.length) - 1]
    now?.(request, response)
  })

  return {
    ...server,
    deadlineSeconds: deadlineFor(Object.values(script).flat()),
    of: (call) => server.received.filter((request) => request.path === CALLS[call]),
  }
}

export function context(server: BkashServer, changes: Partial<GatewayContext> = {}) {
  return {
    account: { tenantId: '7', gatewayId: '3' },
    environment: 'sandbox',
    credentials,
    baseUrl: server.url,
    clock: new FrozenClock(START),
    tokenCache: new MemoryTokenCache(),
    http: outboundHttp({ deadlineSeconds: server.deadlineSeconds }),
    ...changes,
  } satisfies GatewayContext
}

export function open(server: BkashServer, changes: Partial<GatewayContext> = {}) {
  return bkash.open(context(server, changes))
}

export function intent(changes: Partial<GatewayIntent> = {}): GatewayIntent {
  return {
    reference: 'INV-1',
    gatewayReference: PAYMENT_ID,
    amount: Money.of(5055, 'BDT'),
    mobile: trustMobileNumber('+8801770618575'),
    callbackUrl: 'http://greennet.localhost/pay/bkash/INV-1',
    createdAt: START,
    ...changes,
  }
}

export function callback(query: Record<string, string>): InboundHint {
  return { method: 'GET', query, headers: {}, rawBody: '' }
}

export const success = callback({ paymentID: PAYMENT_ID, status: 'success' })

/** One confirm of one intent, at a server of its own. */
export async function verdictOf(
  script: Script,
  change: Partial<GatewayIntent> = {},
  hint = success
) {
  const server = await bkashServer(script)
  const verdict = await open(server).confirm(hint, intent(change))
  await server.close()
  return { server, verdict }
}

function callAt(path: string): Call | undefined {
  const entry = Object.entries(CALLS).find(([, known]) => known === path)
  return entry && isCall(entry[0]) ? entry[0] : undefined
}

function isCall(name: string): name is Call {
  return name in CALLS
}
