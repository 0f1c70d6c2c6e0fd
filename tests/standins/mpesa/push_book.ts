import { randomBytes, randomInt } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import type { Merchant } from './merchants.js'
import { nairobiDigits } from './nairobi_time.js'
import type { PushRequest } from './push_request.js'
import type { ResultCode } from './results.js'

/** One prompt on one handset. */
export interface Push extends PushRequest {
  merchantRequestId: string
  checkoutRequestId: string
  merchant: Merchant
  createdAt: number
  /** When it ends by itself, and how. */
  due: { at: number; code: ResultCode }
  result?: ResultCode
  /** Only of paid ones. */
  receipt?: string
  endedAt?: number
}

/** A handset that shows a prompt can show no other. */
const PATIENCE_MS = 60_000
/** Daraja learns that a handset is busy only after it accepted the push. */
const LOCK_MS = 1000
const RECEIPT_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'

/** Every push and how it ended. Nothing a merchant chose finds one again: only our own ids do. */
export class PushBook {
  readonly #pushes = new Map<string, Push>()

  constructor(private readonly clock: Clock) {}

  open(merchant: Merchant, request: PushRequest): Push {
    const createdAt = this.clock.now()
    const push: Push = {
      ...request,
      merchantRequestId: merchantRequestId(),
      checkoutRequestId: this.#freshId(createdAt, request.msisdn),
      merchant,
      createdAt,
      due: this.on(request.msisdn)
        ? { at: createdAt + LOCK_MS, code: '1001' }
        : { at: createdAt + PATIENCE_MS, code: '1037' },
    }
    this.#pushes.set(push.checkoutRequestId, push)
    return push
  }

  find(checkoutRequestId: string): Push | undefined {
    return this.#pushes.get(checkoutRequestId)
  }

  all(): Push[] {
    return [...this.#pushes.values()]
  }

  /** The prompt that a handset shows now. */
  on(msisdn: string): Push | undefined {
    return this.waiting().find((push) => push.msisdn === msisdn && push.due.code === '1037')
  }

  waiting(): Push[] {
    return this.all().filter((push) => push.result === undefined)
  }

  overdue(): Push[] {
    return this.waiting().filter((push) => push.due.at <= this.clock.now())
  }

  end(push: Push, code: ResultCode): void {
    push.result = code
    push.endedAt = this.clock.now()
    if (code === '0') push.receipt ??= receipt()
  }

  /** `ws_CO_`, day first, the time in Nairobi, a digit, the number without 254. */
  #freshId(now: number, msisdn: string): string {
    const [, year, month, day, time] = /^(.{4})(..)(..)(.{6})$/.exec(nairobiDigits(now)) ?? []
    const ids = Array.from(
      { length: 10 },
      (_, digit) => `ws_CO_${day}${month}${year}${time}${digit}${msisdn.slice(3)}`
    )
    const free = ids.filter((id) => !this.#pushes.has(id))
    const id = free[randomInt(Math.max(free.length, 1))]
    if (id === undefined) throw new Error('Ten pushes a second to one number are enough')
    return id
  }
}

function merchantRequestId(): string {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 29)}`
}

/** `UJ22T8IYOU`: ten letters and digits. */
function receipt(): string {
  return Array.from(
    { length: 10 },
    () => RECEIPT_LETTERS[randomInt(RECEIPT_LETTERS.length)] ?? ''
  ).join('')
}
