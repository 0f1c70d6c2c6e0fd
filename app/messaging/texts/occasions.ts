import type { SmsEvent, SmsEvents } from '#messaging/templates'

/**
 * How urgent an SMS is when hours are quiet. A `code` always goes at once. An `answer` is to
 * what the customer did within the minute; the ISP decides whether those go, too. `news`
 * waits. What is for the ISP's own people has quiet hours of its own (Settings → Alerts).
 */
export type Urgency = 'code' | 'answer' | 'news' | 'staff'

interface Occasion<E extends SmsEvent> {
  urgency: Urgency
  /** Placeholders of its text, and those it would be of no use without. */
  placeholders: readonly (keyof SmsEvents[E] & string)[]
  required: readonly (keyof SmsEvents[E] & string)[]
  /** Seconds after which nobody needs it any more; what would wait longer is not sent. Null: ever. */
  worthSeconds: number | null
}

const HOUR = 3600
const DAY = 24 * HOUR

/** A new event is a line here and a text in resources/lang/<locale>/sms.json. */
export const OCCASIONS: { readonly [E in SmsEvent]: Occasion<E> } = {
  otp: {
    urgency: 'code',
    placeholders: ['tenant', 'code', 'minutes'],
    required: ['code'],
    worthSeconds: 5 * 60,
  },
  welcome: {
    urgency: 'answer',
    placeholders: ['tenant', 'package', 'duration'],
    required: [],
    worthSeconds: HOUR,
  },
  payment_confirmed: {
    urgency: 'answer',
    placeholders: ['tenant', 'package', 'amount', 'expires'],
    required: ['amount'],
    worthSeconds: null,
  },
  refunded: {
    urgency: 'news',
    placeholders: ['tenant', 'package', 'amount', 'reason'],
    required: ['amount'],
    worthSeconds: null,
  },
  payment_link: {
    urgency: 'answer',
    placeholders: ['tenant', 'package', 'amount', 'link', 'until'],
    required: ['link'],
    worthSeconds: 3 * HOUR,
  },
  suspended: {
    urgency: 'news',
    placeholders: ['tenant', 'reason'],
    required: [],
    worthSeconds: DAY,
  },
  low_balance: {
    urgency: 'news',
    placeholders: ['tenant', 'left'],
    required: [],
    worthSeconds: HOUR,
  },
  buy_package: {
    urgency: 'answer',
    placeholders: ['tenant'],
    required: [],
    worthSeconds: HOUR,
  },
  router_trouble: staff(['tenant', 'router', 'kind']),
  router_well: staff(['tenant', 'router', 'kind']),
  routers_news: staff(['tenant', 'news']),
  sms_trouble: staff(['tenant', 'news']),
  test: staff(['tenant']),
}

/** The events whose text an ISP may write itself: those for customers. */
export const CUSTOMER_EVENTS: readonly SmsEvent[] = smsEvents().filter(
  (event) => OCCASIONS[event].urgency !== 'staff'
)

export function smsEvents(): SmsEvent[] {
  return Object.keys(OCCASIONS).filter(isSmsEvent)
}

export function isSmsEvent(event: unknown): event is SmsEvent {
  return typeof event === 'string' && Object.hasOwn(OCCASIONS, event)
}

function staff<P extends string>(placeholders: readonly P[]) {
  return { urgency: 'staff' as const, placeholders, required: [], worthSeconds: null }
}
