import type { Params } from '../stripe/params.js'
import type { Metadata } from './records.js'

/** What is not named stays, what is sent empty goes (docs.stripe.com/api/metadata). */
export function mergedMetadata(before: Metadata, params: Params, name = 'metadata'): Metadata {
  if (params.text(name) === '') return {}
  const merged = { ...before, ...params.metadata(name) }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}
