import { dhakaTime } from '../kit/dhaka_time.js'
import { formatTaka, type AmountStyle } from '../kit/taka.js'
import type { Session } from './session_book.js'
import { sign } from './signature.js'

const FEE_PERCENT = 2.5
const NO_CARD = {
  card_type: '',
  card_no: '',
  card_issuer: '',
  card_brand: '',
  card_sub_brand: '',
  card_issuer_country: '',
  card_issuer_country_code: '',
}

/** Where the browser takes the result. */
export function callbackUrl(session: Session): string {
  if (session.valId !== undefined) return session.successUrl
  return session.status === 'CANCELLED' ? session.cancelUrl : session.failUrl
}

/** The signed fields that browser and notice carry alike. */
export function callbackFields(session: Session, style: AmountStyle): Record<string, string> {
  const paid = session.valId !== undefined
  const fields: Record<string, string> = {
    tran_id: session.tranId,
    ...(paid ? { val_id: session.valId ?? '' } : {}),
    amount: formatTaka(session.amountPoisha, style),
    ...(session.card ?? NO_CARD),
    ...(paid ? { store_amount: storeAmount(session, style) } : {}),
    bank_tran_id: session.bankTranId ?? '',
    // Being validated meanwhile changes nothing of what was sent.
    status: paid ? 'VALID' : session.status,
    tran_date: dhakaTime(session.createdAt),
    error: session.error ?? '',
    currency: 'BDT',
    store_id: session.store.storeId,
    ...currency(session, style),
    ...session.values,
    ...(paid ? risk(session) : {}),
  }
  return sign(fields, session.store.storePassword)
}

/** What the validation API and the queries tell of a session. */
export function transactionView(session: Session, style: AmountStyle) {
  const paid = session.valId !== undefined
  return {
    status: session.status === 'CREATED' ? 'PENDING' : session.status,
    tran_date: dhakaTime(session.createdAt),
    tran_id: session.tranId,
    val_id: session.valId ?? '',
    amount: formatTaka(session.amountPoisha, style),
    store_amount: paid ? storeAmount(session, style) : formatTaka(0, style),
    currency: 'BDT',
    bank_tran_id: session.bankTranId ?? '',
    ...(session.card ?? NO_CARD),
    ...currency(session, style),
    emi_instalment: '0',
    emi_amount: '0.00',
    discount_percentage: '0.00',
    discount_remarks: '',
    ...session.values,
    ...risk(session),
    error: session.error ?? '',
  }
}

/** What the validation API adds. */
export function validationView(session: Session, style: AmountStyle, nowMs: number) {
  return {
    ...transactionView(session, style),
    emi_description: '',
    emi_issuer: '',
    account_details: '',
    APIConnect: 'DONE',
    validated_on: dhakaTime(nowMs),
    gw_version: '',
  }
}

function currency(session: Session, style: AmountStyle) {
  return {
    currency_type: session.currency,
    currency_amount: formatTaka(session.currencyMinor, style),
    currency_rate: (session.rate / 10_000).toFixed(4),
    base_fair: '0.00',
  }
}

function risk({ risky }: Session) {
  return risky ? { risk_level: '1', risk_title: 'Risky' } : { risk_level: '0', risk_title: 'Safe' }
}

function storeAmount({ amountPoisha }: Session, style: AmountStyle): string {
  return formatTaka(amountPoisha - Math.round((amountPoisha * FEE_PERCENT) / 100), style)
}
