import app from '@adonisjs/core/services/app'
import { Database } from '@adonisjs/lucid/database'
import pg from 'pg'
import env from '#start/env'
import { TenantCache } from '#tenancy/resolution/tenant_cache'

/** Where a pool goes, and how wide it is. */
export interface PoolOptions {
  host: string
  port: number
  max: number
}

/** A Lucid of its own beside the application's: same login, another pool, perhaps a pooler. */
export async function openDatabase({ host, port, max }: PoolOptions): Promise<Database> {
  const [logger, emitter] = await Promise.all([
    app.container.make('logger'),
    app.container.make('emitter'),
  ])
  const connection = { ...login('app'), host, port }
  return new Database(
    {
      connection: 'app',
      connections: {
        app: { client: 'pg', connection, pool: { min: 0, max, acquireTimeoutMillis: 60_000 } },
      },
    },
    logger,
    emitter
  )
}

/** The transaction pooler of this instance. */
export function pooler(): { host: string; port: number } {
  const { PGBOUNCER_HOST: host, PGBOUNCER_PORT: port } = process.env
  if (!host || !port) throw new Error('PGBOUNCER_HOST and PGBOUNCER_PORT must name the pooler')
  return { host, port: Number(port) }
}

export type LoginRole = 'app' | 'owner' | 'radius'

/** One session of a login role's with nothing of ours in between. Ended by whoever opened it. */
export async function connectAs(role: LoginRole): Promise<pg.Client> {
  const client = new pg.Client(login(role))
  client.on('error', () => {})
  await client.connect()
  return client
}

/** A look from outside every scope, as the owner of all tables. */
export async function asOwner<T extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = []
): Promise<T[]> {
  const client = await connectAs('owner')
  try {
    const { rows } = await client.query<T>(sql, values)
    if (sql.includes('platform.tenants')) await tenantsAreHeardOf()
    return rows
  } finally {
    await client.end()
  }
}

/** What was done to tenants behind the application's back is known to it from here on. */
export async function tenantsAreHeardOf(): Promise<void> {
  const { changes } = await app.container.make(TenantCache)
  await changes.caughtUp()
}

function login(role: LoginRole) {
  const [user, password] = {
    app: [env.get('DB_USER'), env.get('DB_PASSWORD')],
    owner: [env.get('DB_OWNER_USER'), env.get('DB_OWNER_PASSWORD')],
    radius: [env.get('RADIUS_DB_USER'), process.env.RADIUS_DB_PASSWORD],
  }[role]
  return {
    host: env.get('DB_OWNER_HOST'),
    port: env.get('DB_OWNER_PORT'),
    database: env.get('DB_DATABASE'),
    user,
    password,
  }
}
