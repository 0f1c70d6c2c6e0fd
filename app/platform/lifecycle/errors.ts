import { Exception } from '@adonisjs/core/exceptions'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'

/** There is no way from the one state to the other. */
export class MoveRefused extends Exception {
  static override status = 422
  static override code = 'E_MOVE_REFUSED'

  constructor(
    readonly from: TenantStatus,
    readonly to: TenantStatus
  ) {
    super(`A tenant that is ${from} cannot become ${to}`)
  }
}
