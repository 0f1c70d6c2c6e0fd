import { Adapter } from '@adonisjs/lucid/orm'
import type { LucidModel, LucidRow, ModelAdapterOptions } from '@adonisjs/lucid/types/model'
import type { Database } from '@adonisjs/lucid/database'
import { ForeignRecord } from '#tenancy/errors'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * The single funnel of every model query, bulk and relation queries included.
 * A platform model names its connection; every other model is a tenant's and
 * gets the transaction in scope, or an error. There is no fallback. An instance
 * fetched for one tenant is of no use in another's scope, where the row of the
 * same id is somebody else's.
 */
export class TenancyAdapter extends Adapter {
  constructor(
    private database: Database,
    private tenancy: Tenancy
  ) {
    super(database)
  }

  override modelConstructorClient(model: LucidModel, options?: ModelAdapterOptions) {
    if (options?.client) return options.client
    if (model.connection) return this.database.connection(model.connection)

    const { tenant, transaction } = this.tenancy
    if (options?.connection && options.connection !== tenant.schema) throw new ForeignRecord()
    return transaction
  }

  /** Lucid notes whose record it is on what it fetches, but not on what it makes. */
  override async insert(instance: LucidRow, attributes: Record<string, unknown>) {
    const { connectionName } = this.modelClient(instance)
    await super.insert(instance, attributes)
    instance.$options = { connection: connectionName }
  }
}
