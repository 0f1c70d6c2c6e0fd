import pg from 'pg'
import { tenantMigrations } from '#tenancy/provisioning/tenant_migrations'
import { generateSchemaName, type SchemaName } from '#tenancy/schema_name'
import { setting, type Bench, type BenchEnvironment } from '../bench.js'
import { byTurns, pairedResult, timed } from '../measure.js'
import { Tenants } from '../stage/tenants.js'

const TENANTS = 40

/**
 * [tenant-provision] Milliseconds to make a tenant by ProvisionTenant, median. Baseline: a bare
 * `create schema` and the same tables, sent by pg as one plain script in one transaction, so
 * the ratio is what row, role, grants and our own code add.
 */
export const tenantProvision: Bench = {
  name: 'tenant-provision',
  describe: 'a tenant by ProvisionTenant against its bare DDL script, median ms',

  async run(env) {
    await using tenants = await Tenants.open(env.app)
    await using script = await BareScript.open(env)
    const pairs = await byTurns(
      TENANTS,
      () => timed(() => tenants.add()),
      () => script.run()
    )
    return [pairedResult('tenant-provision', 'ms', pairs)]
  },
}

/** What a tenant costs without us. Each schema is dropped again, outside the time. */
class BareScript implements AsyncDisposable {
  readonly #role = generateSchemaName()

  private constructor(private readonly owner: pg.Client) {}

  static async open(env: BenchEnvironment): Promise<BareScript> {
    const owner = new pg.Client({
      host: setting(env, 'DB_OWNER_HOST'),
      port: Number(setting(env, 'DB_OWNER_PORT')),
      user: setting(env, 'DB_OWNER_USER'),
      password: setting(env, 'DB_OWNER_PASSWORD'),
      database: setting(env, 'DB_DATABASE'),
    })
    await owner.connect()
    const self = new BareScript(owner)
    await owner.query(`create role ${self.#role}`)
    return self
  }

  async run(): Promise<number> {
    const schema = generateSchemaName()
    const text = await this.#text(schema)
    const millis = await timed(() => this.owner.query(text))
    await this.owner.query(`drop schema ${schema} cascade`)
    return millis
  }

  async #text(schema: SchemaName): Promise<string> {
    const migrations = await tenantMigrations()
    const steps = migrations.map(({ migration }) => migration.up({ schema, role: this.#role }))
    const path = `set local search_path = ${schema}`
    return ['begin', `create schema ${schema}`, path, ...steps, 'commit'].join(';\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.owner.query(`drop role ${this.#role}`)
    await this.owner.end()
  }
}
