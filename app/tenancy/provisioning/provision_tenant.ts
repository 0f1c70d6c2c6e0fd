import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { TRIAL_DAYS, TRIAL_PLAN } from '#tenancy/plans/plans'
import { applyMigrations } from '#tenancy/provisioning/apply_migrations'
import { SubdomainTaken } from '#tenancy/provisioning/errors'
import { slugSkeleton } from '#tenancy/provisioning/slug_skeleton'
import { tenantMigrations } from '#tenancy/provisioning/tenant_migrations'
import { generateSchemaName, type SchemaName } from '#tenancy/schema_name'
import Tenant from '#tenancy/models/tenant'

export interface NewTenant {
  slug: string
  name: string
  country: string
  currency: string
  timezone: string
  locale?: string
  trialDays?: number
  /** The account that owns it; a tenant nobody can enter must not come to be. */
  ownerAccountId?: number
  /** What is laid on its table before it opens; without, it is open at once. */
  opening?: { examplePackages: boolean }
  /** Refuse a subdomain that looks like another's, however close together both are asked for. */
  unlikeOthers?: boolean
}

/** A process that lives is done by then; the worker takes over from one that died. */
const OPENS_WITHIN_SECONDS = 10

/**
 * Makes a tenant: its row, its role, its schema and every table, in one
 * transaction of the owner's, with what is left to do to open it. Killed
 * half-way, nothing of it exists.
 *
 * @throws SubdomainTaken
 */
@inject()
export class ProvisionTenant {
  constructor(
    private db: Database,
    private jobs: JobQueue
  ) {}

  async execute(input: NewTenant): Promise<Tenant> {
    const schema = generateSchemaName()
    const migrations = await tenantMigrations()

    const id = await this.db.connection('owner').transaction(async (trx) => {
      const tenantId = await this.#register(trx, input, schema)
      await trx.rawQuery(
        `create role ${schema} nologin;
         grant ${schema} to portico_app with inherit false, set true;
         create schema ${schema};
         insert into platform.due_work (tenant_id, schema) values (${tenantId}, '${schema}')`
      )
      await applyMigrations(trx, schema, 0, migrations)
      if (input.ownerAccountId !== undefined) {
        await trx.rawQuery(
          `insert into platform.memberships (account_id, tenant_id, role) values (?, ?, 'owner')`,
          [input.ownerAccountId, tenantId]
        )
      }
      if (input.opening) await this.#leaveToOpen(trx, tenantId, input.opening)
      await joinTenants(trx, schema)
      return tenantId
    })

    return Tenant.findOrFail(id)
  }

  /** Part of the transaction: whatever becomes of this process, somebody opens the tenant. */
  async #leaveToOpen(
    trx: TransactionClientContract,
    tenantId: number,
    { examplePackages }: { examplePackages: boolean }
  ): Promise<void> {
    await trx.rawQuery(
      'insert into platform.openings (tenant_id, example_packages) values (?, ?)',
      [tenantId, examplePackages]
    )
    const wait = { within: trx, delaySeconds: OPENS_WITHIN_SECONDS }
    await this.jobs.send('open-tenant', { tenantId }, wait)
  }

  async #register(
    trx: TransactionClientContract,
    input: NewTenant,
    schema: string
  ): Promise<number> {
    if (input.unlikeOthers) await requireUnlikeOthers(trx, input.slug)
    const result: { rows: { id: string }[] } = await trx.rawQuery(
      `insert into platform.tenants
         (slug, name, schema, status, plan, country, currency, timezone, locale,
          trial_ends_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, now() + make_interval(days => ?))
       on conflict (slug) do nothing returning id`,
      [
        input.slug,
        input.name,
        schema,
        input.opening ? 'provisioning' : 'trial',
        TRIAL_PLAN,
        input.country,
        input.currency,
        input.timezone,
        input.locale ?? 'en',
        input.trialDays ?? TRIAL_DAYS,
      ]
    )
    const row = result.rows[0]
    if (!row) throw new SubdomainTaken()
    return Number(row.id)
  }
}

/**
 * Last of all: a grant locks the granted role until the transaction ends, and this one is
 * everybody's. At the beginning, sign-ups would wait for each other's tables.
 */
async function joinTenants(trx: TransactionClientContract, schema: SchemaName): Promise<void> {
  await trx.rawQuery(`grant portico_tenant to ${schema}`)
}

/** Names that look alike wait for each other: the second sees the first. @throws SubdomainTaken */
async function requireUnlikeOthers(trx: TransactionClientContract, slug: string): Promise<void> {
  await trx.rawQuery(
    `select pg_advisory_xact_lock(hashtextextended('slug:' || ${slugSkeleton(':slug')}, 0))`,
    { slug }
  )
  const result: { rows: unknown[] } = await trx.rawQuery(
    `select from platform.tenants where ${slugSkeleton('slug')} = ${slugSkeleton(':slug')}`,
    { slug }
  )
  if (result.rows.length > 0) throw new SubdomainTaken()
}
