import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '@adonisjs/lucid/database'
import type { IsolationLevels, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { CrossTenantScope, OutsideTenancy } from '#tenancy/errors'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import type { FeatureName, PlanCode, PlanLimits } from '#tenancy/plans/plans'
import type { TenantSettings } from '#tenancy/settings'
import { schemaName } from '#tenancy/schema_name'

/**
 * What work in a scope may need to know of its tenant; a Tenant model fits. It
 * is carried along, because asking the platform for it inside the scope would
 * take a second connection while the first is held.
 */
export interface TenantScope {
  readonly id: number
  readonly schema: string
  readonly slug: string
  readonly name: string
  readonly country: string
  readonly currency: string
  readonly timezone: string
  readonly locale: string
  readonly settings: Partial<TenantSettings>
  readonly status: TenantStatus
  readonly plan: PlanCode
  readonly limitOverrides: Partial<PlanLimits>
  readonly featureGrants: readonly FeatureName[]
  readonly activeCustomers: number
}

interface Scope<T extends TenantScope = TenantScope> {
  tenant: T
  trx: TransactionClientContract
}

const SCOPE = `select set_config('search_path', ?, true), set_config('role', ?, true)`

/** One text, and so one server session, behind a pooler too. */
const END_SESSION = 'rollback; select pg_terminate_backend(pg_backend_pid())'

const ENTRIES = 3

/**
 * Who is the tenant. The answer lives in one transaction: search_path and role
 * are set for it alone, so that a pooled connection carries nothing over and
 * Postgres itself refuses another tenant's tables.
 */
export class Tenancy {
  #scopes = new AsyncLocalStorage<Scope>()

  constructor(private db: Database) {}

  /**
   * Runs `work` in a transaction of this tenant's. Inside a scope of the same
   * tenant it joins that transaction.
   *
   * Keep it short: no router, gateway, SMS or Stripe call belongs in here.
   *
   * @throws CrossTenantScope inside another tenant's scope
   */
  async run<R>(
    tenant: TenantScope,
    work: (trx: TransactionClientContract) => Promise<R>
  ): Promise<R> {
    const outer = this.#scopes.getStore()
    if (outer && !outer.trx.isCompleted) {
      if (outer.tenant.schema !== tenant.schema) throw new CrossTenantScope()
      return work(outer.trx)
    }

    return this.#enter(tenant, work, ENTRIES)
  }

  /**
   * For work that only reads, and for long: all of it sees the tables as they were when it began,
   * and none of it can change them. It is a transaction of its own.
   */
  async snapshot<R>(
    tenant: TenantScope,
    work: (trx: TransactionClientContract) => Promise<R>
  ): Promise<R> {
    const read = async (trx: TransactionClientContract) => {
      await trx.rawQuery('set transaction read only')
      return work(trx)
    }
    return this.#enter(tenant, read, ENTRIES, { isolationLevel: 'repeatable read' })
  }

  /**
   * A server session that reads its role memberships while another grants one may remember
   * the list without it until the next grant, and then knows nothing of a tenant that has
   * just signed up. Such a session is ended and another asked, before any work was done.
   */
  async #enter<R>(
    tenant: TenantScope,
    work: (trx: TransactionClientContract) => Promise<R>,
    tries: number,
    options: { isolationLevel?: IsolationLevels } = {}
  ): Promise<R> {
    const schema = schemaName(tenant.schema)
    let refused = false
    try {
      return await this.db.connection('app').transaction(async (trx) => {
        try {
          await trx.rawQuery(SCOPE, [schema, schema])
        } catch (error) {
          refused = isRefusal(error)
          if (refused) await trx.rawQuery(END_SESSION).catch(() => {})
          throw error
        }
        /** Lucid notes this name on every instance it makes: whose record it is. */
        Object.assign(trx, { connectionName: schema })
        return this.#scopes.run({ tenant, trx }, () => work(trx))
      }, options)
    } catch (error) {
      if (!refused || tries <= 1) throw error
      return this.#enter(tenant, work, tries - 1, options)
    }
  }

  /** The tenant in scope. @throws OutsideTenancy */
  get tenant(): TenantScope {
    return this.#scopeOrFail().tenant
  }

  /** The transaction in scope. @throws OutsideTenancy */
  get transaction(): TransactionClientContract {
    return this.#scopeOrFail().trx
  }

  get isInScope(): boolean {
    return this.#scopes.getStore() !== undefined
  }

  /**
   * A scope whose transaction has ended is no scope: work that was started in
   * it and not awaited must not reach the database by another connection.
   */
  #scopeOrFail(): Scope {
    const scope = this.#scopes.getStore()
    if (!scope || scope.trx.isCompleted) throw new OutsideTenancy()
    return scope
  }
}

/** insufficient_privilege */
function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '42501'
}
