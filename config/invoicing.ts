import vine from '@vinejs/vine'
import env from '#start/env'

const lines = () => vine.array(vine.string().trim().minLength(1).maxLength(120)).maxLength(12)

const settings = vine.create({
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

const UNSET: InvoicingSettings = { issuer: ['Portico'], instructions: {}, taxes: {} }

/** INVOICING, a JSON document (docker/.env.example shows one). A wrong one stops the start. */
const written = env.get('INVOICING')

export const invoicingSettings: InvoicingSettings = written
  ? await settings.validate({ ...UNSET, ...parsed(written) })
  : UNSET

function parsed(json: string): object {
  const value: unknown = JSON.parse(json)
  if (typeof value === 'object' && value !== null) return value
  throw new Error('INVOICING must be a JSON object')
}
