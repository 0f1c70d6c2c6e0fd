import type { ProviderEnvironment } from '#core/http/provider'

import type { WalledGardenHost } from '../contract.js'

/** From content-security policies in public code (facts §3); test and live share them. */
const HOSTS: readonly WalledGardenHost[] = [
  'api.razorpay.com',
  'checkout.razorpay.com',
  'cdn.razorpay.com',
  'lumberjack.razorpay.com',
  'checkout-static-next.razorpay.com',
  'fonts.gstatic.com',
].map((host) => ({ host, ports: [443] }))

export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: HOSTS,
  sandbox: HOSTS,
}
