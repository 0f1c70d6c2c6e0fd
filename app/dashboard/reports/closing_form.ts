import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import { enteredMinor } from '#dashboard/entered_amount'

const validator = vine.create({
  opening: vine.string().trim().maxLength(20),
  counted: vine.string().trim().maxLength(20),
  handed_over: vine.string().trim().maxLength(20),
  note: vine.string().trim().maxLength(300).regex(ONE_LINE).nullable(),
  seen: vine.string().maxLength(120),
})

/** What a cashier enters at the end of a day. Minor units. */
export interface ClosingInput {
  openingMinor: number
  countedMinor: number
  handedOverMinor: number
  note: string
  seen: string
}

/** Reads the form. @returns messages at its fields where something is no amount or too much */
export async function closingInput({
  request,
  tenant,
  i18n,
}: HttpContext): Promise<ClosingInput | { problems: Record<string, string> }> {
  const input = await request.validateUsing(validator)
  const [opening, counted, handedOver] = [
    enteredMinor(input.opening, tenant.currency),
    enteredMinor(input.counted, tenant.currency),
    enteredMinor(input.handed_over, tenant.currency),
  ]
  if (opening === null || counted === null || handedOver === null) {
    const wrong = Object.entries({ opening, counted, handed_over: handedOver })
      .filter(([, minor]) => minor === null)
      .map(([field]) => [field, i18n.t('reports.cash.no_amount')])
    return { problems: Object.fromEntries(wrong) }
  }
  if (handedOver > counted) {
    return { problems: { handed_over: i18n.t('reports.cash.too_much_handed_over') } }
  }
  return {
    openingMinor: opening,
    countedMinor: counted,
    handedOverMinor: handedOver,
    note: input.note ?? '',
    seen: input.seen,
  }
}
