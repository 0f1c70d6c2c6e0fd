import { BaseModel } from '@adonisjs/lucid/orm'

/**
 * A model of the platform schema says so by its connection. A model that
 * says nothing belongs to a tenant and is reachable in a tenant's scope only.
 */
export class PlatformModel extends BaseModel {
  static override connection = 'app'
}
