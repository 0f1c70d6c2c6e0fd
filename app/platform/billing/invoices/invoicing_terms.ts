import { invoicingSettings, type InvoicingSettings } from '#config/invoicing'
import type { Money } from '#core/money'
import { withTax, type TaxedAmount } from '#core/tax'

/** What an ISP is asked for: with tax, and what that tax is called, where there is one. */
export interface Charge extends TaxedAmount {
  taxName: string | null
}

/** What our invoices say of us, which tax is added, and how they are paid. */
export class InvoicingTerms {
  constructor(private settings: InvoicingSettings = invoicingSettings) {}

  /** Name, address and tax number, in lines; the name comes first. */
  get issuer(): readonly string[] {
    return this.settings.issuer
  }

  /** How money of a currency reaches us, in lines; none where nobody has said. */
  instructionsFor(currency: string): readonly string[] {
    return this.settings.instructions[currency] ?? []
  }

  /** A price without tax, as an ISP of a country pays it. */
  charge(price: Money, country: string): Charge {
    const tax = this.settings.taxes[country]
    const taxed = withTax(price, { percent: tax?.percent ?? 0, inclusive: false })
    return { ...taxed, taxName: tax ? `${tax.name} ${tax.percent}%` : null }
  }
}
