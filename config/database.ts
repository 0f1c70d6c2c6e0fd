import env from '#start/env'
import { defineConfig } from '@adonisjs/lucid'

/**
 * `app` is the one runtime pool. It has no searchPath on purpose: knex would
 * issue it as session state, which leaks across tenants behind a pooler.
 * `owner` goes to the server directly and is for migrations and provisioning.
 */
export default defineConfig({
  connection: 'app',
  connections: {
    app: {
      client: 'pg',
      connection: {
        host: env.get('DB_HOST'),
        port: env.get('DB_PORT'),
        user: env.get('DB_USER'),
        password: env.get('DB_PASSWORD'),
        database: env.get('DB_DATABASE'),
      },
      pool: { min: 0, max: env.get('DB_POOL_MAX') ?? 16, acquireTimeoutMillis: 20_000 },
    },
    owner: {
      client: 'pg',
      connection: {
        host: env.get('DB_OWNER_HOST'),
        port: env.get('DB_OWNER_PORT'),
        user: env.get('DB_OWNER_USER'),
        password: env.get('DB_OWNER_PASSWORD'),
        database: env.get('DB_DATABASE'),
      },
      pool: { min: 0, max: 6, idleTimeoutMillis: 10_000 },
      searchPath: ['platform'],
      migrations: {
        naturalSort: true,
        paths: ['database/migrations'],
      },
    },
  },
})
