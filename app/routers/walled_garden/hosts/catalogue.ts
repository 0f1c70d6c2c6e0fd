import { bkash } from './bkash.js'
import { type GatewayHosts } from './gateway_hosts.js'
import { nagad } from './nagad.js'
import { razorpay } from './razorpay.js'
import { shurjopay } from './shurjopay.js'
import { sslcommerz } from './sslcommerz.js'
import { stripe } from './stripe.js'

/** Raise it with every change to a list: operators are then offered a new push. */
export const HOSTS_VERSION = '2026-11-22.2'

const NOTHING: GatewayHosts = { live: [], sandbox: [] }

/** By the names of the payment gateways. M-Pesa asks on the phone itself; no page is opened. */
const CATALOGUE: ReadonlyMap<string, GatewayHosts> = new Map([
  ['bkash', bkash],
  ['bkash_agreement', bkash],
  ['nagad', nagad],
  ['shurjopay', shurjopay],
  ['sslcommerz', sslcommerz],
  ['razorpay', razorpay],
  ['stripe', stripe],
  ['mpesa', NOTHING],
])

export const listedGateways: readonly string[] = [...CATALOGUE.keys()]

/** Nothing for a gateway nobody has listed. */
export function gatewayHosts(gateway: string): GatewayHosts {
  return CATALOGUE.get(gateway) ?? NOTHING
}
