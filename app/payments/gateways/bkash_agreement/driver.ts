import { bkash } from '../bkash/driver.js'
import type { PaymentGatewayDriver } from '../contract.js'
import { BkashAgreementGateway } from './gateway.js'

/**
 * bKash tokenized checkout with agreement, v1.2.0-beta: the first payment also makes an
 * agreement, and the ones after it ask the customer for the PIN alone. The account at bKash
 * has to allow it; its credentials and hosts are those of the checkout without.
 */
export const bkashAgreement: PaymentGatewayDriver = {
  ...bkash,
  name: 'bkash_agreement',
  label: 'bKash (saved wallet)',
  open: (context) => new BkashAgreementGateway(context),
}
