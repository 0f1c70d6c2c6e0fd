import type { DateTime } from 'luxon'

import type { Clock } from '#core/clock'
import type { Evidence } from '#core/http/evidence'
import type { OutboundHttp } from '#core/http/outbound_request'
import type {
  ProviderAddress,
  ProviderCredentials,
  ProviderEnvironment,
  ProviderField,
} from '#core/http/provider'
import type { MobileNumber } from '#core/mobile_number'
import type { Money } from '#core/money'

import type { TokenCache } from './token_cache.js'
import type { Layer7Pattern, WalledGardenHost } from './walled_garden.js'

/** What a gateway needs to know of one attempt to pay. The caller keeps the rest. */
export interface GatewayIntent {
  /** Ours, unique for ever and unguessable; the gateway's "merchant invoice" or "order id". */
  reference: string
  /** The gateway's own id of the attempt, once `create` has returned it. */
  gatewayReference: string | null
  amount: Money
  mobile: MobileNumber
  /** Where the browser comes back to; names the intent in its path (facts §1.2). */
  callbackUrl: string
  /** What this customer agreed to at this account before; `agreement` of an earlier verdict. */
  agreement?: string
  /** Where the gateway's servers send notices about this account, for those told so per payment. */
  noticeUrl?: string
  createdAt: DateTime
  /** The customer's public address, for gateways that ask for one. Never the hotspot's. */
  clientIp?: string
}

/** A request that claims to come from a gateway, untouched by any body parser (facts §1.4). */
export interface InboundHint {
  method: string
  query: Readonly<Record<string, string>>
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  rawBody: string
}

/** Why, in words our own pages can translate. `detail` is for the operator's log. */
export type PaymentReason =
  | 'waiting_for_customer'
  | 'no_answer'
  | 'unreachable'
  | 'unreadable_answer'
  | 'maintenance'
  | 'gateway_error'
  | 'misconfigured'
  | 'token_limit'
  | 'not_found'
  | 'insufficient_funds'
  | 'duplicate_payment'
  | 'wallet_not_usable'
  | 'wrong_pin'
  | 'declined'
  | 'cancelled_by_customer'
  | 'too_late'
  | 'amount_not_accepted'

export interface Because {
  reason: PaymentReason
  detail: string
  evidence: Evidence
}

/** What the customer does next: follow a link, post a form, or look at their phone. */
export type NextStep =
  | { kind: 'redirect'; url: string }
  | { kind: 'form'; action: string; fields: Readonly<Record<string, string>> }
  | { kind: 'phone_prompt' }

/**
 * `refused`: the gateway holds no attempt of this reference. `unknown`: it may.
 * With a redirect gateway nobody can pay an unknown one, so a new intent is safe.
 */
export type CreateOutcome =
  | {
      outcome: 'created'
      gatewayReference: string
      next: NextStep
      evidence: Evidence
    }
  | ({ outcome: 'refused' } & Because)
  | ({ outcome: 'unknown' } & Because)

export interface PaidVerdict {
  state: 'paid'
  /** The money's own number at the gateway; unique there. */
  gatewayTransaction: string
  gatewayReference: string
  merchantReference: string
  amount: Money
  /** As the gateway writes the payer, for receipts. */
  payer?: string
  /** Set when the gateway itself asks for a person's look before anything is credited. */
  hold?: string
  evidence: Evidence
}

/** A payment in several steps goes on at another page of the gateway's. */
export interface Onward {
  gatewayReference: string
  next: NextStep
}

/** What a step that moves no money leaves behind for this customer's next payment. */
interface Agreed {
  agreement?: string
}

/**
 * What the gateway says of an attempt. `paid` reports the gateway's own figures:
 * the caller compares them with the stored intent before crediting. `pending` and
 * `unknown` are asked about again; neither ever counts as failed.
 */
export type PaymentVerdict =
  | PaidVerdict
  | ({ state: 'pending'; onward?: Onward } & Agreed & Because)
  | ({ state: 'unknown' } & Because)
  | ({ state: 'failed' } & Agreed & Because)
  | ({ state: 'cancelled' } & Because)
  | ({ state: 'expired' } & Because)

export interface RefundRequest {
  intent: GatewayIntent
  gatewayTransaction: string
  amount: Money
  /** Ours, one per refund; the gateway's idempotency key where it takes one. */
  reference: string
  note: string
}

export type RefundVerdict =
  | {
      state: 'refunded'
      gatewayRefund: string
      amount: Money
      evidence: Evidence
    }
  /** Taken on, and not done yet. With its number it can be asked about. */
  | ({ state: 'pending'; gatewayRefund?: string } & Because)
  | ({ state: 'unknown' } & Because)
  | ({ state: 'failed' } & Because)

/** A refund that was asked for before, by us now or by a process that died. */
export interface RefundInquiry extends RefundRequest {
  /** The gateway's number of it, once we were told. */
  gatewayRefund: string | null
  /** Numbers of other refunds of the same transaction: those are not this one. */
  others: readonly string[]
}

/** `absent`: the gateway has no such refund, so it is safe to ask for it. */
export type RefundStatus = RefundVerdict | ({ state: 'absent' } & Because)

/** A server-to-server notice: it only names what to query, and only once its origin is proven. */
export type Notice =
  | {
      authentic: true
      eventId: string
      reference?: string
      gatewayReference?: string
    }
  | { authentic: false; detail: string }

export type ConnectionCheck = { ok: true; evidence: Evidence } | ({ ok: false } & Because)

/** An address for notices that we made at the gateway, and the credentials that came of it. */
export type NoticesConnected =
  | { ok: true; endpoint: string; credentials: ProviderCredentials; evidence: Evidence }
  | ({ ok: false } & Because)

/**
 * One operator account at one gateway. No verb throws for anything the gateway
 * does; each is safe to repeat for the same intent, except `create`.
 */
export interface PaymentGateway {
  /** Call once per intent, outside any database transaction, like every verb here. */
  create(intent: GatewayIntent): Promise<CreateOutcome>
  /**
   * Follows up a callback, capturing where the gateway captures on request. The
   * hint decides nothing by itself. Repeating it with the stored hint is how the
   * reconciler finishes an intent whose process died in between. It may capture,
   * so do not confirm an intent that is closed; a `paid` is money, whenever it comes.
   */
  confirm(hint: InboundHint, intent: GatewayIntent): Promise<PaymentVerdict>
  /** Asks, and changes nothing at the gateway. */
  query(intent: GatewayIntent): Promise<PaymentVerdict>
  /** "Test connection": proves the credentials without touching a payment. */
  check(): Promise<ConnectionCheck>
  refund?(request: RefundRequest): Promise<RefundVerdict>
  /**
   * Seconds for which `refund`, repeated with the same reference, gives back no second time.
   * Without it a refund whose answer was lost is never repeated blindly.
   */
  readonly refundRepeatSeconds?: number
  /** Asks, and changes nothing. Null when the gateway cannot tell one refund from another. */
  refundStatus?(inquiry: RefundInquiry): Promise<RefundStatus | null>
  readNotice?(hint: InboundHint): Promise<Notice>
  /**
   * Has the gateway send its notices to this URL, with a new secret; the secret of before
   * stays good beside it. An earlier address at the same URL stays, too: it is for
   * `disconnectNotices` once the new secret is kept.
   */
  connectNotices?(url: string): Promise<NoticesConnected>
  /** Removes every address at this URL, but the one to keep. */
  disconnectNotices?(url: string, keep?: string): Promise<ConnectionCheck>
}

export interface GatewayContext {
  /** Names the tenant and its gateway account; with the environment, the token cache's key. */
  account: { tenantId: string; gatewayId: string }
  environment: ProviderEnvironment
  /** As `readCredentials(driver.fields, …)` returned them. */
  credentials: ProviderCredentials
  baseUrl: string
  clock: Clock
  tokenCache: TokenCache
  http: OutboundHttp
}

/** A kind of gateway: what its form asks for, what it needs, and how to open an account at it. */
export interface PaymentGatewayDriver {
  name: string
  label: string
  address: ProviderAddress
  fields: readonly ProviderField[]
  /** Of which environment credentials are, where they tell; the other one is refused then. */
  environmentOf?(credentials: ProviderCredentials): ProviderEnvironment | null
  currencies: readonly string[]
  /** Smallest amount it takes, in minor units of each of its currencies. */
  minimumMinor: Readonly<Record<string, number>>
  needsBrowser: boolean
  /**
   * How the gateway learns where to send its notices: with each payment, by the operator's
   * hand in its panel, or by `connectNotices`. Left out where it sends none that we read.
   */
  notices?: 'per_payment' | 'by_hand' | 'by_api'
  /** The field with the secret that signs them, where the gateway gives one. */
  noticeSecret?: string
  /** Its name in callback addresses, where the gateway refuses addresses with its own in them. */
  callbackName?: string
  hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>>
  /** Left out where no page is opened. */
  layer7?: readonly Layer7Pattern[]
  /** Seconds after `create` at which to query; the last gap repeats until final. */
  queryAfterSeconds: readonly number[]
  /** Seconds after which an attempt that was not paid cannot be paid any more. */
  lifetimeSeconds: number
  open(context: GatewayContext): PaymentGateway
}
