import env from '#start/env'
import { defineConfig } from '@adonisjs/core/http'
import { Networks, parseNetworks } from '#core/networks'

/** Where the platform itself lives; tenants live on subdomains of it. */
export const appUrl = new URL(env.get('APP_URL'))

export const servedByHttps = appUrl.protocol === 'https:'

/**
 * Whose word on where a request comes from (X-Forwarded-For) counts: the one proxy of ours that
 * stands in front in production (docker/compose.yml names its network), locally this machine.
 */
const proxies = new Networks(trustedProxies(env.get('TRUSTED_PROXIES', '127.0.0.0/8, ::1')))

function trustedProxies(list: string): string[] {
  const networks = parseNetworks(list)
  if (!networks) throw new Error(`TRUSTED_PROXIES must be addresses or networks, not "${list}"`)
  return networks
}

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: true,
  useAsyncLocalStorage: false,

  trustProxy: (address) => proxies.holds(address),

  cookie: {
    domain: '',
    path: '/',
    maxAge: '2h',
    httpOnly: true,
    secure: servedByHttps,
    sameSite: 'lax',
  },
})
