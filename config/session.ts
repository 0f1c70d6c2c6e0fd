import { servedByHttps } from '#config/app'
import { defineConfig, stores } from '@adonisjs/session'

/**
 * Sessions live in Redis, so that signing out really ends one. The cookie has
 * no domain: a session of one tenant's host is never sent to another's.
 */
const sessionConfig = defineConfig({
  enabled: true,
  cookieName: 'portico_session',
  clearWithBrowser: false,
  age: '12h',
  cookie: {
    path: '/',
    httpOnly: true,
    secure: servedByHttps,
    sameSite: 'lax',
  },
  store: 'redis',
  stores: {
    redis: stores.redis({ connection: 'main' }),
  },
})

export default sessionConfig
