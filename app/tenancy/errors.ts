import { Exception } from '@adonisjs/core/exceptions'

/** A tenant's table was asked for while nobody had said which tenant. */
export class OutsideTenancy extends Exception {
  static override status = 500
  static override code = 'E_OUTSIDE_TENANCY'
  static override message = 'A tenant query ran outside tenancy.run()'
}

/** One tenant's scope was entered from inside another's. */
export class CrossTenantScope extends Exception {
  static override status = 500
  static override code = 'E_CROSS_TENANT_SCOPE'
  static override message = 'tenancy.run() of one tenant was called inside another tenant’s'
}

/** A record fetched for one tenant was saved, deleted or followed in another's scope. */
export class ForeignRecord extends Exception {
  static override status = 500
  static override code = 'E_FOREIGN_RECORD'
  static override message = 'A record of one tenant was used in another tenant’s scope'
}

/**
 * The address names no tenant that is open. Unknown, mismatched and closed
 * give the same answer, so that nobody can find out which tenants exist.
 */
export class TenantNotFound extends Exception {
  static override status = 404
  static override code = 'E_TENANT_NOT_FOUND'
  static override message = 'There is no Wi-Fi operator at this address'
}
