import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** A NUL in a request. Nobody types one, no field of ours holds one, Postgres cannot store one. */
export class NulInRequest extends Exception {
  static override status = 400
  static override code = 'E_NUL_IN_REQUEST'
  static override message = 'The request holds a character that text cannot have'
}

/** Refuses requests with a NUL in their address or their fields, before any of it reaches a query. */
export default class PlainTextMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    if (/%00|\0/.test(request.url()) || hasNul(request.qs()) || hasNul(request.body())) {
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
