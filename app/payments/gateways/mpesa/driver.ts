import type { PaymentGatewayDriver } from '../contract.js'
import { MpesaGateway } from './gateway.js'

/**
 * M-Pesa Express (STK push) of Safaricom's Daraja. The customer types the PIN on the
 * phone itself: no page is opened, so an unpaid browser needs no host at all.
 */
export const mpesa: PaymentGatewayDriver = {
  name: 'mpesa',
  label: 'M-Pesa',
  address: {
    variable: 'MPESA_BASE_URL',
    live: 'https://api.safaricom.co.ke',
    sandbox: 'https://sandbox.safaricom.co.ke',
  },
  fields: [
    { key: 'consumer_key', label: 'Consumer key', secret: true, required: true },
    { key: 'consumer_secret', label: 'Consumer secret', secret: true, required: true },
    {
      key: 'shortcode',
      label: 'Business short code',
      secret: false,
      required: true,
    },
    { key: 'passkey', label: 'Passkey', secret: true, required: true },
    {
      key: 'till',
      label: 'Till number',
      secret: false,
      required: false,
    },
  ],
  currencies: ['KES'],
  minimumMinor: { KES: 100 },
  needsBrowser: false,
  /** Safaricom turns away callback addresses that have its brands in them (facts §2.7). */
  callbackName: 'stk',
  hosts: { live: [], sandbox: [] },
  queryAfterSeconds: [15, 30, 60, 120, 300, 600, 1800, 3600],
  lifetimeSeconds: 15 * 60,
  open: (context) => new MpesaGateway(context),
}
