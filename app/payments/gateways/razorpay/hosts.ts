import type { ProviderEnvironment } from '#core/http/provider'

import {
  byName,
  layer7Pattern,
  overTls,
  type Layer7Pattern,
  type WalledGardenHost,
} from '../walled_garden.js'

const everywhere: readonly WalledGardenHost[] = [
  ...overTls(
    'api.razorpay.com',
    'checkout.razorpay.com',
    'cdn.razorpay.com',
    'lumberjack.razorpay.com',
    'checkout-static-next.razorpay.com'
  ),
  ...byName('fonts.gstatic.com'),
]

/** From content-security policies in public code; test and live keys share the hosts. */
export const hosts: Readonly<Record<ProviderEnvironment, readonly WalledGardenHost[]>> = {
  live: everywhere,
  sandbox: everywhere,
}

export const layer7: readonly Layer7Pattern[] = [layer7Pattern('razorpay', 'razorpay.com')]
