import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { Role } from '#platform/accounts/membership'
import { stateOf } from '#tenancy/lifecycle/tenant_states'

/** Who may change what. Everybody who works for the ISP may look. */
const MAY: Record<
  'configure' | 'sell' | 'manageCustomers' | 'refund' | 'report' | 'staff' | 'seeStaff' | 'bill',
  readonly Role[]
> = {
  configure: ['owner', 'manager'],
  sell: ['owner', 'manager', 'cashier'],
  manageCustomers: ['owner', 'manager'],
  refund: ['owner', 'manager'],
  report: ['owner', 'manager'],
  staff: ['owner'],
  seeStaff: ['owner', 'manager'],
  /** Also of an ISP that may change nothing else: by `authorizeReading`. */
  bill: ['owner'],
}

export class NotAllowed extends Exception {
  static override status = 403
  static override code = 'E_NOT_ALLOWED'
  static override message = 'Your role does not allow this. Ask an owner or a manager.'
}

/** People of a read-only ISP may look, too, and change nothing. @throws NotAllowed */
export function authorize({ role, tenant }: HttpContext, act: keyof typeof MAY): void {
  if (!MAY[act].includes(role) || stateOf(tenant).dashboard !== 'full') throw new NotAllowed()
}

/** For what only reads, and not everybody may: people of a read-only ISP go on. @throws NotAllowed */
export function authorizeReading({ role }: HttpContext, act: keyof typeof MAY): void {
  if (!MAY[act].includes(role)) throw new NotAllowed()
}

/** For pages that offer more to some than to others. */
export function may({ role, tenant }: HttpContext, act: keyof typeof MAY): boolean {
  return MAY[act].includes(role) && stateOf(tenant).dashboard === 'full'
}
