import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** A NUL in a request. Nobody types one, no field of ours holds one, Postgres cannot store one. */
export class NulInRequest extends Exception {
  static override status = 400
  static override code = 'E_NUL_IN_REQUEST'
  static override message = 'The request holds a character that text cannot have'
}

/**
 * Where an address is a token, a pass or a reference, one with a NUL is as
 * unknown as any other that was made up, and must answer just like it.
 */
const ANSWERS_FOR_ITSELF = /^\/(h|portal|callbacks|sms-reports|join)\//

/** Refuses requests with a NUL in their address or their fields, before any of it reaches a query. */
export default class PlainTextMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    const inAddress = /%00|\0/.test(request.url()) && !ANSWERS_FOR_ITSELF.test(request.url())
    if (inAddress || hasNul(request.qs()) || hasNul(request.body())) {
      throw new NulInRequest()
    }
    return next()
  }
}

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => hasNul(key) || hasNul(inner))
}
