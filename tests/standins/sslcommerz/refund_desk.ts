import { randomBytes } from 'node:crypto'
import type { Clock } from '../kit/clock.js'
import { dhakaTime } from '../kit/dhaka_time.js'
import { parseTaka } from '../kit/taka.js'
import type { Session, SessionBook } from './session_book.js'
import type { Store } from './stores.js'

export type RefundStatus = 'processing' | 'refunded' | 'cancelled'

export interface Refund {
  session: Session
  refundRefId: string
  refundTransId: string
  amountPoisha: number
  status: RefundStatus
  initiatedAt: number
  refundedAt?: number
}

/** Gives money back on request; the bank does it at once, or later when a test says so. */
export class RefundDesk {
  readonly #refunds = new Map<string, Refund>()
  settles: 'at-once' | 'later' = 'at-once'

  constructor(
    private readonly sessions: SessionBook,
    private readonly clock: Clock
  ) {}

  /** What `bank_tran_id` with an amount answers. */
  initiate(store: Store, query: URLSearchParams) {
    const bankTranId = query.get('bank_tran_id') ?? ''
    const session = this.sessions.of(store).find((one) => one.bankTranId === bankTranId)
    const base = { APIConnect: 'DONE', bank_tran_id: bankTranId }
    if (!session) return { ...base, status: 'failed', errorReason: 'Invalid bank_tran_id' }
    const known = { ...base, trans_id: session.tranId }
    const amountPoisha = parseTaka(query.get('refund_amount'))
    const errorReason = this.#objection(store, session, query, amountPoisha)
    if (errorReason !== undefined || amountPoisha === undefined) {
      return { ...known, status: 'failed', errorReason }
    }
    const refund = this.#write(session, query.get('refund_trans_id') ?? '', amountPoisha)
    const status = refund.status === 'refunded' ? 'success' : 'processing'
    return { ...known, refund_ref_id: refund.refundRefId, status, errorReason: '' }
  }

  /** What `refund_ref_id` answers. */
  query(store: Store, refundRefId: string) {
    const refund = this.#refunds.get(refundRefId)
    if (!refund || refund.session.store.storeId !== store.storeId) {
      return { APIConnect: 'DONE', errorReason: 'Invalid refund_ref_id' }
    }
    return {
      APIConnect: 'DONE',
      bank_tran_id: refund.session.bankTranId ?? '',
      tran_id: refund.session.tranId,
      refund_ref_id: refundRefId,
      initiated_on: dhakaTime(refund.initiatedAt),
      refunded_on: refund.refundedAt === undefined ? '' : dhakaTime(refund.refundedAt),
      status: refund.status,
      errorReason: '',
    }
  }

  all(): Refund[] {
    return [...this.#refunds.values()]
  }

  /** The bank's word on a refund that was waiting. */
  settle(refund: Refund, status: 'refunded' | 'cancelled'): void {
    refund.status = status
    if (status === 'refunded') refund.refundedAt = this.clock.now()
  }

  #objection(
    store: Store,
    session: Session,
    query: URLSearchParams,
    amountPoisha: number | undefined
  ): string | undefined {
    const own = query.get('refund_trans_id') ?? ''
    if (own === '' || own.length > 30) return 'refund_trans_id is missing or too long'
    const used = this.all().some(
      (one) => one.session.store.storeId === store.storeId && one.refundTransId === own
    )
    if (used) return 'refund_trans_id is used already'
    if (amountPoisha === undefined) return 'Invalid refund_amount'
    const remarks = query.get('refund_remarks') ?? ''
    if (remarks === '' || remarks.length > 255) return 'refund_remarks is missing or too long'
    if (amountPoisha > this.#left(session)) return 'refund_amount is above what is left'
    return undefined
  }

  #left(session: Session): number {
    return this.all()
      .filter((one) => one.session === session && one.status !== 'cancelled')
      .reduce((left, one) => left - one.amountPoisha, session.amountPoisha)
  }

  #write(session: Session, refundTransId: string, amountPoisha: number): Refund {
    const now = this.clock.now()
    const refund: Refund = {
      session,
      refundRefId: `${randomBytes(6).toString('hex').toUpperCase()}`,
      refundTransId,
      amountPoisha,
      status: 'processing',
      initiatedAt: now,
    }
    if (this.settles === 'at-once') this.settle(refund, 'refunded')
    this.#refunds.set(refund.refundRefId, refund)
    return refund
  }
}
