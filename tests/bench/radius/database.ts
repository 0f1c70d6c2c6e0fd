import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { type SchemaName, schemaName } from '#tenancy/schema_name'
import tables from '#tenants/migrations/0001_radius_tables'
import trade from '#tenants/migrations/0002_trade'
import routers from '#tenants/migrations/0003_routers'
import money from '#tenants/migrations/0004_money_and_messages'
import functions from '#tenants/migrations/0005_radius_functions'
import complete from '#tenants/migrations/0006_trade_complete'
import type { RadiusBenchEnvironment } from './environment.js'

export interface Login {
  host: string
  port: number
  database: string
  user: string
  password: string
}

export interface Person {
  tenant: number
  mac: string
}

export const STOCK_SECRET = 'bench-secret'
/** Logs in for FreeRADIUS, and stands for the tenants' roles, which no benchmark uses. */
const ROLE = schemaName('t_benchradiusa')
const MIBI = 2 ** 20

/** Router addresses of the benchmarks: 127.79.0.1 and up, one a tenant. */
export function routerAddress(tenant: number): string {
  return `127.79.${Math.floor(tenant / 250)}.${(tenant % 250) + 1}`
}

export function routerSecret(tenant: number): string {
  return `secret-of-router-${tenant}`
}

function macOf(tenant: number, person: number): string {
  const bytes = [0xaa, 0xbb, tenant >> 8, tenant & 255, person >> 8, person & 255]
  return bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':')
}

/**
 * A database with many tenants beside one with a stock schema, holding the same people:
 * every one with a running package, a password, an expiry and three reply rows.
 */
export class RadiusDatabase {
  readonly people: Person[] = []

  private constructor(
    private readonly environment: RadiusBenchEnvironment,
    private readonly admin: pg.Client,
    readonly portico: Login,
    readonly stock: Login
  ) {}

  static async create(environment: RadiusBenchEnvironment, tenants: number, people: number) {
    const { host, port, user, password } = environment.postgres
    const admin = new pg.Client({
      host,
      port,
      user,
      password,
      database: 'postgres',
    })
    await admin.connect()
    const secret = randomBytes(12).toString('hex')
    const suffix = randomBytes(4).toString('hex')
    await admin.query(`
      DO $$ BEGIN CREATE ROLE portico_radius LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      DO $$ BEGIN CREATE ROLE ${ROLE}; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      ALTER ROLE ${ROLE} LOGIN PASSWORD '${secret}';
      GRANT portico_radius TO ${ROLE};`)
    const login = (database: string) => ({
      host,
      port,
      database,
      user: ROLE,
      password: secret,
    })
    const self = new RadiusDatabase(
      environment,
      admin,
      login(`bench_radius_${suffix}`),
      login(`bench_stock_${suffix}`)
    )
    await self.fillTenants(tenants, people)
    await self.fillStock()
    return self
  }

  /** Runs SQL as superuser in one of the two databases. */
  async query(login: Login, sql: string): Promise<pg.QueryResult> {
    const { user, password } = this.environment.postgres
    const client = new pg.Client({ ...login, user, password })
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }

  schema(tenant: number): SchemaName {
    const letters = 'abcdefghijklmnopqrstuvwxyz234567'
    const tail = [tenant >> 10, tenant >> 5, tenant].map((n) => letters.charAt(n & 31)).join('')
    return schemaName(`t_bench${'a'.repeat(4)}${tail}`)
  }

  /** Called at the end of a measurement, whose result or error counts: a fault is told, not thrown. */
  async drop(): Promise<void> {
    try {
      for (const { database } of [this.portico, this.stock]) {
        await this.admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
      }
      await this.admin.query(`ALTER ROLE ${ROLE} NOLOGIN`)
    } catch (error) {
      console.error(`${this.portico.database} or ${this.stock.database} stays behind:`, error)
    } finally {
      await this.admin.end().catch(() => {})
    }
  }

  private async fillTenants(tenants: number, people: number): Promise<void> {
    await this.admin.query(`CREATE DATABASE ${this.portico.database} TEMPLATE template0`)
    await this.query(
      this.portico,
      `CREATE SCHEMA platform;
       CREATE TABLE platform.radius_clients (address inet UNIQUE, secret text, schema text);
       CREATE FUNCTION platform.mark_due(text, timestamptz) RETURNS void LANGUAGE sql AS '';
       GRANT USAGE ON SCHEMA platform TO portico_radius;
       GRANT SELECT ON platform.radius_clients TO portico_radius;`
    )
    for (let tenant = 0; tenant < tenants; tenant++) {
      const schema = this.schema(tenant)
      const macs = Array.from({ length: people }, (_, person) => macOf(tenant, person))
      this.people.push(...macs.map((mac) => ({ tenant, mac })))
      await this.query(
        this.portico,
        `BEGIN; CREATE SCHEMA ${schema}; SET LOCAL search_path = ${schema};
         ${[tables, trade, routers, money, functions, complete].map((step) => step.up({ schema, role: ROLE })).join(';')};
         ${customers(macs)} ${radiusRows(macs)}
         INSERT INTO platform.radius_clients
           VALUES ('${routerAddress(tenant)}', '${routerSecret(tenant)}', '${schema}');
         COMMIT;`
      )
    }
    await this.query(this.portico, 'VACUUM (ANALYZE)')
  }

  private async fillStock(): Promise<void> {
    const folder = dirname(this.environment.freeradius.queries)
    await this.admin.query(`CREATE DATABASE ${this.stock.database} TEMPLATE template0`)
    await this.query(this.stock, await readFile(join(folder, 'schema.sql'), 'utf8'))
    await this.query(
      this.stock,
      `${radiusRows(this.people.map(({ mac }) => mac))}
       GRANT ALL ON ALL TABLES IN SCHEMA public TO ${ROLE};
       GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${ROLE};`
    )
    await this.query(this.stock, 'VACUUM (ANALYZE)')
  }
}

function list(macs: string[]): string {
  return `unnest('{${macs.map((mac) => `"${mac}"`).join(',')}}'::text[]) WITH ORDINALITY AS m (mac, n)`
}

function customers(macs: string[]): string {
  return `
    INSERT INTO customers (mobile, status)
      SELECT '+88017' || lpad(n::text, 8, '0'), 'active' FROM ${list(macs)};
    INSERT INTO devices (customer_id, mac) SELECT n, mac FROM ${list(macs)};
    INSERT INTO activations (customer_id, package_name, source, price_minor, currency,
      validity_seconds, download_bps, upload_bps, octets_limit, starts_at, expires_at)
      SELECT id, 'Day Pass', 'payment', 2000, 'BDT', 86400, 10000000, 5000000,
        ${4 * MIBI * MIBI}, now(), now() + interval '1 day' FROM customers;
    UPDATE customers SET activation_id = a.id FROM activations a WHERE a.customer_id = customers.id;`
}

function radiusRows(macs: string[]): string {
  return `
    INSERT INTO radcheck (username, attribute, op, value)
      SELECT mac, attribute, ':=', COALESCE(value, mac) FROM ${list(macs)},
        (VALUES ('Cleartext-Password', NULL), ('Expiration',
          to_char((now() + interval '1 day') AT TIME ZONE 'UTC', 'DD Mon YYYY HH24:MI:SS')))
        AS row (attribute, value);
    INSERT INTO radreply (username, attribute, op, value)
      SELECT mac, attribute, ':=', value FROM ${list(macs)},
        (VALUES ('Mikrotik-Rate-Limit', '5M/10M'), ('Mikrotik-Total-Limit', '0'),
          ('Mikrotik-Total-Limit-Gigawords', '1024')) AS row (attribute, value);`
}
