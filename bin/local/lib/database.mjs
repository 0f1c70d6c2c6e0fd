import { readFileSync } from 'node:fs'
import { inRoot } from './paths.mjs'

const DATABASE = 'portico'

/** Address of the instance's Postgres for its superuser. */
export function superuserUrl(instance, database = DATABASE) {
  const password = encodeURIComponent(instance.secrets.get('postgres_password'))
  return `postgres://postgres:${password}@127.0.0.1:${instance.ports.postgres}/${database}`
}

/** Runs `work` with a superuser's connection to one database. */
export async function asSuperuser(instance, database, work) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: superuserUrl(instance, database),
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export async function canConnect(instance) {
  try {
    return await asSuperuser(instance, 'postgres', () => true)
  } catch {
    return false
  }
}

/** Makes the database and its roles when they are missing, and sets today's passwords. */
export async function ensureDatabase(instance) {
  await asSuperuser(instance, 'postgres', async (client) => {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  })
  await asSuperuser(instance, DATABASE, (client) =>
    client.query(
      withVariables(client, readFileSync(inRoot('docker/postgres/roles.sql'), 'utf8'), {
        owner_password: instance.secrets.get('owner_password'),
        app_password: instance.secrets.get('app_password'),
        radius_password: instance.secrets.get('radius_password'),
      })
    )
  )
}

/** psql's `:'name'`, the one thing of psql's that our SQL files use. */
function withVariables(client, sql, variables) {
  return sql.replace(/:'(\w+)'/g, (_, name) => client.escapeLiteral(variables[name]))
}

/** Drops the database with all its tenants, and makes it anew. */
export async function freshDatabase(instance) {
  await asSuperuser(instance, 'postgres', async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`)
    const { rows } = await client.query(
      "SELECT rolname FROM pg_roles WHERE rolname ~ '^t_[a-z2-7]{12}$'"
    )
    for (const { rolname } of rows) await client.query(`DROP ROLE ${rolname}`)
  })
  await ensureDatabase(instance)
}
