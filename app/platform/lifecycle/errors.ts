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

/** More customers have paid time left than the owner has agreed to cut off. */
export class CustomersStillPaid extends Exception {
  static override status = 422
  static override code = 'E_CUSTOMERS_STILL_PAID'

  constructor(readonly count: number) {
    super(`${count} customers have paid time left`)
  }
}

/** An owner reopens what an owner has closed, until it is erased. */
export class ReopeningRefused extends Exception {
  static override status = 422
  static override code = 'E_REOPENING_REFUSED'
  static override message = 'This company was not closed by its owner, or is erased'
}

/** What is open, or erased already, is not erased. */
export class ErasingRefused extends Exception {
  static override status = 422
  static override code = 'E_ERASING_REFUSED'
  static override message = 'Only a company that is closed can be erased'
}

/** One export of an ISP's data at a time, and a few of all. */
export class ExportUnderWay extends Exception {
  static override status = 429
  static override code = 'E_EXPORT_UNDER_WAY'
  static override message = 'Data is being downloaded already. Try again when that has ended.'
}
