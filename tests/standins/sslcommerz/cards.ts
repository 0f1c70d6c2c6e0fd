import type { Card } from './session_book.js'

const COUNTRY = { card_issuer_country: 'Bangladesh', card_issuer_country_code: 'BD' }

/** Numbers come masked, as SSLCommerz sends them. */
export const BKASH: Card = {
  card_type: 'BKASH-BKash',
  card_no: '017XXXXX678',
  card_issuer: 'BKash Mobile Banking',
  card_brand: 'MOBILEBANKING',
  card_sub_brand: 'Classic',
  ...COUNTRY,
}

export const VISA: Card = {
  card_type: 'VISA-Dutch Bangla',
  card_no: '418117XXXXXX6675',
  card_issuer: 'TRUST BANK, LTD.',
  card_brand: 'VISA',
  card_sub_brand: 'Classic',
  ...COUNTRY,
}
