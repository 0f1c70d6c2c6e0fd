import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { Role } from '#platform/accounts/membership'

/** Who may change what. Everybody who works for the ISP may look. */
const MAY: Record<'configure' | 'sell', readonly Role[]> = {
  configure: ['owner', 'manager'],
  sell: ['owner', 'manager', 'cashier'],
}

export class NotAllowed extends Exception {
  static override status = 403
  static override code = 'E_NOT_ALLOWED'
  static override message = 'Your role does not allow this. Ask an owner or a manager.'
}

/** People of a read-only ISP may look, too, and change nothing. @throws NotAllowed */
export function authorize({ role, tenant }: HttpContext, act: keyof typeof MAY): void {
  if (!MAY[act].includes(role) || tenant.status === 'read_only') throw new NotAllowed()
}
