/** The occasions on which a customer, or an operator, gets an SMS, and what each text is given. */
export interface SmsEvents {
  otp: { tenant: string; code: string; minutes: number }
  welcome: { tenant: string; package: string; duration: string }
  payment_confirmed: { tenant: string; package: string; amount: string; expires: string }
  refunded: { tenant: string; package: string; amount: string; reason: RefundOutcome }
  payment_link: { tenant: string; package: string; amount: string; link: string; until: string }
  suspended: { tenant: string; reason: 'volume_limit_exceeds' | 'time_limit_exceeds' }
  low_balance: { tenant: string; left: string }
  buy_package: { tenant: string }
  router_trouble: { tenant: string; router: string; kind: string }
  router_well: { tenant: string; router: string; kind: string }
  routers_news: { tenant: string; news: string }
  sms_trouble: { tenant: string; news: string }
  test: { tenant: string }
}

/** What became of the package: resources/lang/<locale>/sms.json, reasons. */
type RefundOutcome = 'refund_kept' | 'refund_shortened' | 'refund_ended' | 'refund_over'

export type SmsEvent = keyof SmsEvents
