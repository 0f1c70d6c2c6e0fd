import { Exception } from '@adonisjs/core/exceptions'
import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import CashDay from '#payments/cash/cash_day'
import { gain } from '#payments/cash/cash_takings_query'
import { dayStart, drawerOf, type Drawer, type WhichDay } from '#payments/cash/drawer'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'
import { isUniqueViolation } from '#tenancy/unique_violation'

export interface Closing extends WhichDay {
  cashierName: string
  /** Minor units of the ISP's currency, as all below. */
  openingMinor: number
  countedMinor: number
  handedOverMinor: number
  note: string
  /** What the form said went through the drawer (`seenOf`). */
  seen: string
  by: string
}

export type ClosingRefusal = 'closed' | 'later_closed' | 'future' | 'changed'

export class ClosingRefused extends Exception {
  static override status = 409
  static override code = 'E_CASH_DAY_REFUSED'

  constructor(readonly reason: ClosingRefusal) {
    super(`The day cannot be closed: ${reason}`)
  }
}

/** Writes down what a cashier counted beside what the books expect. */
@inject()
export class CloseCashDay {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /** @throws ClosingRefused when it was closed before, or is not what was seen */
  async execute(tenant: TenantScope, closing: Closing): Promise<CashDay> {
    const { cashierId, cashierName, day } = closing
    if (dayStart(day, tenant) > this.clock.now()) throw new ClosingRefused('future')
    const later = await CashDay.query()
      .where({ tenantId: tenant.id, cashierId, currency: tenant.currency })
      .where('day', '>=', day)
      .orderBy('day')
      .first()
    if (later) throw new ClosingRefused(later.day === day ? 'closed' : 'later_closed')

    const drawer = await drawerOf(this.tenancy, tenant, { cashierId, day })
    if (seenOf(drawer) !== closing.seen) throw new ClosingRefused('changed')
    const { currency, sales, carriedMinor, takenMinor, undoneMinor, refundedMinor } = drawer
    return this.#keep({
      tenantId: tenant.id,
      cashierId,
      cashierName,
      day,
      currency,
      sales,
      carriedMinor,
      takenMinor,
      undoneMinor,
      refundedMinor,
      openingMinor: closing.openingMinor,
      expectedMinor: closing.openingMinor + carriedMinor + gain(drawer),
      countedMinor: closing.countedMinor,
      handedOverMinor: closing.handedOverMinor,
      note: closing.note,
      closedByName: closing.by,
      closedAt: this.clock.now(),
    })
  }

  /** Of two at once the table lets one in. */
  async #keep(day: Partial<CashDay>): Promise<CashDay> {
    try {
      return await CashDay.create(day)
    } catch (error) {
      if (isUniqueViolation(error)) throw new ClosingRefused('closed')
      throw error
    }
  }
}

/** What went through a drawer, for a form to say which figures it was filled in beside. */
export function seenOf(drawer: Drawer): string {
  const { sales, carriedMinor, takenMinor, undoneMinor, refundedMinor } = drawer
  return [sales, carriedMinor, takenMinor, undoneMinor, refundedMinor].join(' ')
}
