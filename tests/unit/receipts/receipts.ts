import { DateTime } from 'luxon'
import type { Receipt } from '#payments/receipts/receipt'
import type { Issuer } from '#payments/receipts/receipt_text'

/** A receipt of thirty taka by bKash; what a test is about is written over it. */
export function aReceipt(overrides: Partial<Receipt> = {}): Receipt {
  return {
    id: 7,
    receiptNo: 123,
    customerId: 3,
    customerName: 'Rahima Khatun',
    mobile: '+8801712345678',
    language: 'en',
    packageName: 'Day Pass',
    validFrom: DateTime.utc(2026, 6, 1, 12, 0),
    validTo: DateTime.utc(2026, 6, 2, 12, 0),
    method: 'bkash',
    gatewayTransaction: 'BFD90JRLST',
    receivedByName: null,
    paidAt: DateTime.utc(2026, 6, 1, 12, 0),
    undone: null,
    refunds: [],
    amountMinor: 3000,
    discountMinor: 0,
    taxMinor: 0,
    currency: 'BDT',
    ...overrides,
  }
}

export function anIssuer(overrides: Partial<Issuer> = {}): Issuer {
  return {
    name: 'GreenNet',
    slug: 'greennet',
    timezone: 'Asia/Dhaka',
    brandColor: '#0f766e',
    settings: {},
    ...overrides,
  }
}
