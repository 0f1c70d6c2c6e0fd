import { randomUUID } from 'node:crypto'
import { enteredMinor } from '#dashboard/entered_amount'
import type { ActivationMode } from '#hotspot/activation/activate_package'
import type Package from '#hotspot/packages/package'

const MODES = ['usual', 'add', 'replace'] as const satisfies ActivationMode[]
const FORM_KEY = /^[\w-]{20,40}$/

/** What stands in the recharge form, whatever was sent. */
export interface RechargeForm {
  chosen: Package | null
  mode: ActivationMode
  discount: string
  /** null when it is no amount of the currency. */
  discountMinor: number | null
  seen: string
  formKey: string
}

/** Reads the form. Nonsense is as good as nothing, but for the discount, which is money. */
export function rechargeForm(
  sent: Record<string, unknown>,
  packages: readonly Package[],
  currency: string
): RechargeForm {
  const discount = text(sent.discount).trim().slice(0, 20)
  return {
    chosen: packages.find(({ id }) => String(id) === text(sent.package_id)) ?? null,
    mode: MODES.find((mode) => mode === sent.mode) ?? 'usual',
    discount,
    discountMinor: discount === '' ? 0 : enteredMinor(discount, currency),
    seen: text(sent.seen).slice(0, 200),
    formKey: FORM_KEY.test(text(sent.form_key)) ? text(sent.form_key) : randomUUID(),
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
