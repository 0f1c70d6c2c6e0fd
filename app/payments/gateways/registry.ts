import { providerBaseUrl, readCredentials, type ProviderEnvironment } from '#core/http/provider'
import { UnknownProvider } from '#core/http/provider_errors'
import { outboundHttp } from '#core/http/outbound_request'

import { bkash } from './bkash/driver.js'
import { bkashAgreement } from './bkash_agreement/driver.js'
import { mpesa } from './mpesa/driver.js'
import { nagad } from './nagad/driver.js'
import { razorpay } from './razorpay/driver.js'
import { shurjopay } from './shurjopay/driver.js'
import { sslcommerz } from './sslcommerz/driver.js'
import { stripe } from './stripe/driver.js'
import type { GatewayContext, PaymentGateway, PaymentGatewayDriver } from './contract.js'
import type { WalledGardenHost } from './walled_garden.js'

/** In the order operators see them. A new gateway is one folder and one line here. */
export const paymentGatewayDrivers: readonly PaymentGatewayDriver[] = [
  bkash,
  bkashAgreement,
  nagad,
  shurjopay,
  sslcommerz,
  mpesa,
  razorpay,
  stripe,
]

/** Raise it with every change to the hosts of a gateway: operators are then offered a new push. */
export const HOSTS_VERSION = '2026-11-22.2'

/** bKash asks for 30 s (facts §1.6); nobody asks for more. */
const DEADLINE_SECONDS = 30

/** @throws UnknownProvider */
export function paymentGatewayDriver(name: string): PaymentGatewayDriver {
  const driver = paymentGatewayDrivers.find((candidate) => candidate.name === name)
  if (driver) return driver
  throw new UnknownProvider(
    name,
    paymentGatewayDrivers.map((known) => known.name)
  )
}

/** The gateway that a callback address names; names of none are returned as they are. */
export function gatewayOfCallback(name: string): string {
  const driver = paymentGatewayDrivers.find(({ callbackName }) => callbackName === name)
  return driver?.name ?? name
}

export type PaymentGatewayAccount = Omit<GatewayContext, 'baseUrl' | 'http' | 'credentials'> & {
  provider: string
  /** Decrypted, not yet checked. */
  credentials: unknown
}

/**
 * Opens an operator's account for use.
 *
 * @throws UnknownProvider, InvalidCredentials, InvalidProviderUrl
 */
export function openPaymentGateway(
  { provider, credentials, ...account }: PaymentGatewayAccount,
  env: NodeJS.ProcessEnv = process.env
): PaymentGateway {
  const driver = paymentGatewayDriver(provider)
  return driver.open({
    ...account,
    credentials: readCredentials(driver.fields, credentials),
    baseUrl: providerBaseUrl(driver.address, account.environment, env),
    http: outboundHttp({ deadlineSeconds: DEADLINE_SECONDS }),
  })
}

/**
 * The driver's hosts, and with them the server that stands in for the gateway, if one does. Its
 * pages may be elsewhere than its API, as Nagad's are: `<PROVIDER>_PAGE_URL` says where.
 */
export function walledGardenHosts(
  driver: PaymentGatewayDriver,
  environment: ProviderEnvironment,
  env: NodeJS.ProcessEnv = process.env
): readonly WalledGardenHost[] {
  const base = providerBaseUrl(driver.address, environment, env)
  if (base === driver.address[environment]) return driver.hosts[environment]

  const page = env[driver.address.variable.replace('_BASE_URL', '_PAGE_URL')]?.trim()
  const stoodIn = [base, ...(page ? [page] : [])].map(hostOf)
  return [...driver.hosts[environment], ...stoodIn]
}

function hostOf(address: string): WalledGardenHost {
  const url = new URL(address)
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  return { host: url.hostname, ports: [port] }
}
