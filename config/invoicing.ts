import vine from '@vinejs/vine'
import env from '#start/env'

const lines = () => vine.array(vine.string().trim().minLength(1).maxLength(120)).maxLength(12)

const validator = vine.create({
  /** Who writes our invoices: name, address, tax number. */
  issuer: lines().minLength(1),
  /** How money reaches us, by currency (ISO 4217). */
  instructions: vine.record(lines()),
  /** What is added to the price, by the ISP's country (ISO 3166-1 alpha-2). */
  taxes: vine.record(
    vine.object({ name: vine.string().maxLength(20), percent: vine.number().range([0, 50]) })
  ),
})

export interface InvoicingSettings {
  issuer: string[]
  instructions: Record<string, string[]>
  taxes: Record<string, { name: string; percent: number }>
}

/**
 * What our invoices say, from a JSON document (docker/.env.example shows one); what it leaves out is
 * said by nobody.
 *
 * @throws Error for a wrong document, which stops the start: no invoice goes out half-said
 */
export async function readInvoicing(json: string): Promise<InvoicingSettings> {
  const value: unknown = JSON.parse(json || '{}')
  if (typeof value !== 'object' || value === null) throw new Error('INVOICING is no JSON object')
  return validator.validate({ issuer: ['Portico'], instructions: {}, taxes: {}, ...value })
}

export const invoicingSettings = await readInvoicing(env.get('INVOICING', ''))
