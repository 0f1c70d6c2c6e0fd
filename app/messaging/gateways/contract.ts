import type { Clock } from '#core/clock'
import type { Evidence } from '#core/http/evidence'
import type { OutboundHttp } from '#core/http/outbound_request'
import type { ProviderAddress, ProviderCredentials, ProviderField } from '#core/http/provider'
import type { MobileNumber } from '#core/mobile_number'
import type { Money } from '#core/money'

export interface SmsMessage {
  to: MobileNumber
  text: string
  /** Overrides the account's sender. */
  sender?: string
  /** Ours, unique; the gateway's own request id where it takes one. */
  messageId: string
  /** Where delivery reports of this message go, for providers that take an address with each. */
  statusUrl?: string
}

/** Why, in words our own pages can translate. `detail` is for the operator's log. */
export type SmsReason =
  | 'bad_number'
  | 'unsupported_destination'
  | 'bad_sender'
  | 'bad_message'
  | 'bad_credentials'
  | 'account_not_allowed'
  | 'address_not_allowed'
  | 'no_balance'
  | 'gateway_error'
  | 'unreachable'
  | 'no_answer'
  | 'unreadable_answer'

/**
 * `unknown` may have been sent and charged: nobody sends it again but the customer
 * who asks for it (facts §5). Failover follows only a refusal that another gateway
 * might not share.
 */
export type SmsOutcome =
  | {
      outcome: 'accepted'
      providerId?: string
      cost?: Money
      evidence: Evidence
    }
  | {
      outcome: 'refused'
      reason: SmsReason
      detail: string
      retryableElsewhere: boolean
      evidence: Evidence
    }
  | {
      outcome: 'unknown'
      reason: SmsReason
      detail: string
      evidence: Evidence
    }

export type BalanceOutcome =
  | { ok: true; balance: Money; evidence: Evidence }
  | { ok: false; reason: SmsReason; detail: string; evidence: Evidence }

/** Never downgraded once delivered; the caller sees to that. */
export interface DeliveryReport {
  /** As `accepted` gave it. */
  providerId: string
  state: 'sent' | 'delivered' | 'failed'
  detail?: string
}

/** A request that claims to be a delivery report, untouched by any body parser. */
export interface InboundReport {
  method: string
  /** The exact public URL, for gateways that sign it. */
  url: string
  headers: Readonly<Record<string, string>>
  rawBody: string
}

/** One operator account at one SMS provider. No verb throws for anything the provider does. */
export interface SmsGateway {
  /** Call once per message, outside any database transaction. */
  send(message: SmsMessage): Promise<SmsOutcome>
  balance?(): Promise<BalanceOutcome>
  /** Null when the request is not the provider's. */
  readReports?(report: InboundReport): readonly DeliveryReport[] | null
  /**
   * Asks what became of messages, at providers that do not tell by themselves.
   *
   * @param providerIds as `accepted` gave them, of this account
   * @returns what is known by now: nothing of those that are on their way or were not answered for
   */
  pollReports?(providerIds: readonly string[]): Promise<readonly DeliveryReport[]>
}

export interface SmsContext {
  /** As `readCredentials(driver.fields, …)` returned them. */
  credentials: ProviderCredentials
  baseUrl: string
  clock: Clock
  http: OutboundHttp
}

/** A kind of SMS provider: what its form asks for and how to open an account at it. */
export interface SmsGatewayDriver {
  name: string
  label: string
  address: ProviderAddress
  fields: readonly ProviderField[]
  /** Dialling codes it reaches, such as "+880"; null when it reaches every country. */
  destinations: readonly string[] | null
  /**
   * The field in which an operator enters the account's own https address, where each account
   * has one. It is then the base URL, and is reached through the guard against our own networks.
   */
  addressField?: string
  open(context: SmsContext): SmsGateway
}
