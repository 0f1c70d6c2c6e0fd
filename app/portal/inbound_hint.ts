import type { HttpContext } from '@adonisjs/core/http'
import type { InboundHint } from '#payments/gateways/contract'

/** What gateways and references are named with; Postgres is not asked about anything else. */
const NAME = /^[A-Za-z0-9_]{1,64}$/

/** Longer than any gateway's notice. What is longer is nobody's. */
const LONGEST_BODY = 32 * 1024

export function isName(text: string): boolean {
  return NAME.test(text)
}

/** A gateway's request as it came. It may be kept, so without the browser's cookies. */
export function inboundHint({ request }: HttpContext): InboundHint {
  const headers = strings({ ...request.headers(), cookie: undefined })
  const rawBody = request.raw() ?? ''
  return {
    method: request.method(),
    query: strings(request.qs()),
    headers,
    rawBody: rawBody.length <= LONGEST_BODY && storable(rawBody) ? rawBody : '',
  }
}

function strings(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' && storable(name + value) ? [[name, value]] : []
    )
  )
}

/** Postgres keeps no NUL in a JSON document. */
function storable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
