import { formPost, jsonPost } from '#core/http/outbound_body'
import type { OutboundRequest } from '#core/http/outbound_request'

import type { GenericConfig } from './config.js'
import { buildJson, parseJsonPath, type Placed } from './json_path.js'
import type { Pairs } from './lines.js'

/** One call in the operator's own style. Values are encoded here, never put into a template. */
export function genericCall(
  name: string,
  url: string,
  { method, style, headers }: GenericConfig,
  fields: Pairs
): OutboundRequest {
  const sent = Object.fromEntries(headers)
  if (style === 'json') return jsonPost(name, url, asJson(fields), sent)
  if (style === 'form') return formPost(name, url, Object.fromEntries(fields), sent)

  const address = new URL(url)
  for (const [field, value] of fields) address.searchParams.set(field, value)
  return { name, method, url: address.href, headers: sent }
}

function asJson(fields: Pairs): unknown {
  const placed = fields.map(([field, value]): Placed => [parseJsonPath(field) ?? [field], value])
  return placed.length === 0 ? {} : buildJson(placed)
}
