import env from '#start/env'
import { defineConfig } from '@adonisjs/core/http'

/** Where the platform itself lives; tenants live on subdomains of it. */
export const appUrl = new URL(env.get('APP_URL'))

export const servedByHttps = appUrl.protocol === 'https:'

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: true,
  useAsyncLocalStorage: false,

  /** One proxy of ours (caddy) stands in front in production, none locally. */
  trustProxy: (address) => /^(127\.|::1|10\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address),

  cookie: {
    domain: '',
    path: '/',
    maxAge: '2h',
    httpOnly: true,
    secure: servedByHttps,
    sameSite: 'lax',
  },
})
