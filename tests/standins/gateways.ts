import { parseMerchant as parseMpesaMerchant } from './mpesa/merchants.js'
import { startMpesa, type MpesaOptions } from './mpesa/start.js'
import type { KeyPairText } from './nagad/crypto.js'
import { parseMerchant as parseNagadMerchant } from './nagad/merchants.js'
import { startNagad, type NagadOptions } from './nagad/start.js'
import {
  ControlError,
  isRecord,
  optionalNumber,
  optionalText,
  requireText,
  type JsonRecord,
} from './kit/guards.js'
import { parseMerchant as parseRazorpayMerchant } from './razorpay/merchants.js'
import { startRazorpay, type RazorpayOptions } from './razorpay/start.js'
import { parseMerchant as parseShurjopayMerchant } from './shurjopay/merchants.js'
import { startShurjopay, type ShurjopayOptions } from './shurjopay/start.js'
import { startSslcommerz, type SslcommerzOptions } from './sslcommerz/start.js'
import { parseStore } from './sslcommerz/stores.js'
import { parseMerchant as parseStripeMerchant } from './stripe/merchants.js'
import { startStripe, type StripeOptions } from './stripe/start.js'

/** The payment gateways that a configuration may leave out. */
export interface GatewaysConfig {
  nagad?: NagadOptions
  shurjopay?: ShurjopayOptions
  sslcommerz?: SslcommerzOptions
  mpesa?: MpesaOptions
  razorpay?: RazorpayOptions
  stripe?: StripeOptions
}

/** @throws ControlError when a section is not understood. */
export function readGateways(content: JsonRecord): GatewaysConfig {
  const { nagad, shurjopay, sslcommerz, mpesa, razorpay, stripe } = content
  return {
    ...(isRecord(nagad) ? { nagad: readNagad(nagad) } : {}),
    ...(isRecord(shurjopay) ? { shurjopay: common(shurjopay, parseShurjopayMerchant) } : {}),
    ...(isRecord(sslcommerz) ? { sslcommerz: common(sslcommerz, parseStore) } : {}),
    ...(isRecord(mpesa) ? { mpesa: common(mpesa, parseMpesaMerchant) } : {}),
    ...(isRecord(razorpay) ? { razorpay: common(razorpay, parseRazorpayMerchant) } : {}),
    ...(isRecord(stripe) ? { stripe: common(stripe, parseStripeMerchant) } : {}),
  }
}

/**
 * Starts those that are configured, adds them to `servers`, and tells their base addresses;
 * of M-Pesa the customers' handsets, too, since no browser is sent there.
 */
export async function startGateways(
  host: string,
  { nagad, shurjopay, sslcommerz, mpesa, razorpay, stripe }: GatewaysConfig,
  servers: { stop(): Promise<void> }[]
): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {}
  const add = (name: string, server: { baseUrl: string; stop(): Promise<void> }) => {
    servers.push(server)
    addresses[name] = server.baseUrl
  }
  if (nagad) add('nagad', await startNagad({ host, ...nagad }))
  if (shurjopay) add('shurjopay', await startShurjopay({ host, ...shurjopay }))
  if (sslcommerz) add('sslcommerz', await startSslcommerz({ host, ...sslcommerz }))
  if (razorpay) add('razorpay', await startRazorpay({ host, ...razorpay }))
  if (stripe) add('stripe', await startStripe({ host, ...stripe }))
  if (mpesa) {
    const phones = await startMpesa({ host, ...mpesa })
    add('mpesa', phones)
    addresses.handset = `${phones.origin}/handset`
  }
  return addresses
}

function readNagad(section: JsonRecord): NagadOptions {
  const payPort = optionalNumber(section, 'payPort')
  return {
    ...common(section, parseNagadMerchant),
    ...(payPort === undefined ? {} : { payPort }),
    ...(isRecord(section.keys) ? { keys: readKeys(section.keys) } : {}),
  }
}

function readKeys(keys: JsonRecord): KeyPairText {
  return {
    privateKey: requireText(keys, 'privateKey'),
    publicKey: requireText(keys, 'publicKey'),
  }
}

function common<Merchant>(section: JsonRecord, parse: (merchant: JsonRecord) => Merchant) {
  const publicUrl = optionalText(section, 'publicUrl')
  const merchants = section.merchants ?? []
  if (!Array.isArray(merchants) || !merchants.every(isRecord)) {
    throw new ControlError('"merchants" must be a list of objects')
  }
  return {
    port: optionalNumber(section, 'port') ?? 0,
    merchants: merchants.map(parse),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  }
}
