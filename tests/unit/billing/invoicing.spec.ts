import { test } from '@japa/runner'
import { readInvoicing } from '#config/invoicing'
import { Money } from '#core/money'
import { invoicePrice } from '#platform/billing/invoices/invoice_prices'
import { InvoicingTerms } from '#platform/billing/invoices/invoicing_terms'
import { PLAN_CODES } from '#tenancy/plans/plans'

test.group('What our invoices say', () => {
  test('without settings: who we are, and neither a way to pay nor a tax', async ({ assert }) => {
    const terms = new InvoicingTerms(await readInvoicing(''))
    assert.deepEqual(terms.issuer, ['Portico'])
    assert.isEmpty(terms.instructionsFor('BDT'))
    const { total, tax, taxName } = terms.charge(Money.of(1900, 'USD'), 'BD')
    assert.deepEqual([total.minor, tax.minor, taxName], [1900, 0, null])
  })

  test('with settings: ways by currency, tax by country, to the minor unit', async ({ assert }) => {
    const document = {
      instructions: { BDT: ['Bank', 'Account 1'] },
      taxes: { BD: { name: 'VAT', percent: 7.5 } },
    }
    const terms = new InvoicingTerms(await readInvoicing(JSON.stringify(document)))
    assert.deepEqual(terms.instructionsFor('BDT'), ['Bank', 'Account 1'])
    const { total, tax, taxName } = terms.charge(Money.of(220_001, 'BDT'), 'BD')
    assert.deepEqual([total.minor, tax.minor, taxName], [236_501, 16_500, 'VAT 7.5%'])
    assert.isNull(terms.charge(Money.of(1900, 'USD'), 'IN').taxName)
  })

  test('is refused when it is wrong: {$self}')
    .with(['{', '[', '7', '{"issuer":[]}', '{"taxes":{"BD":{"name":"VAT","percent":60}}}'])
    .run(async ({ assert }, document) => {
      await assert.rejects(() => readInvoicing(document))
    })

  test('a plan costs more than the one before, in {$self}')
    .with(['USD', 'EUR', 'GBP', 'BDT', 'INR', 'KES', 'NPR', 'constructor'])
    .run(({ assert }, currency) => {
      const [starter = 0, growth = 0, pro = 0] = PLAN_CODES.map(
        (plan) => invoicePrice(plan, currency).minor
      )
      assert.isTrue(starter > 0 && starter < growth && growth < pro)
    })
})
