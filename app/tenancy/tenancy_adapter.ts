import { Adapter } from '@adonisjs/lucid/orm'
import type { LucidModel, ModelAdapterOptions } from '@adonisjs/lucid/types/model'
import type { Database } from '@adonisjs/lucid/database'
import type { Tenancy } from '#tenancy/tenancy'

/**
 * The single funnel of every model query, bulk and relation queries included.
 * A platform model names its connection; every other model is a tenant's and
 * gets the transaction in scope, or an error. There is no fallback.
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
    return this.tenancy.transaction
  }
}
