import { bkash, bkashAgreement } from './bkash.js'
import { mpesa } from './mpesa.js'
import { nagad } from './nagad.js'
import { razorpay } from './razorpay.js'
import { shurjopay } from './shurjopay.js'
import { sslcommerz } from './sslcommerz.js'
import { stripe } from './stripe.js'
import type { Contestant } from './trial.js'

/** Every gateway that is asked over a network, tried alike. */
export const CONTESTANTS: readonly Contestant[] = [
  bkash,
  bkashAgreement,
  nagad,
  shurjopay,
  sslcommerz,
  razorpay,
  stripe,
  mpesa,
]
