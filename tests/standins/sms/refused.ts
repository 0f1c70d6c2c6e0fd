import type { Reply } from '../kit/reply.js'
import type { Handler } from '../kit/routes.js'

/** The provider says no; thrown where that is found, answered by `refusing`. */
export class Refused extends Error {
  constructor(readonly reply: Reply) {
    super(reply.body)
  }
}

/** A handler whose refusals are answers. */
export function refusing(handler: Handler): Handler {
  return async (request) => {
    try {
      return await handler(request)
    } catch (error) {
      if (error instanceof Refused) return error.reply
      throw error
    }
  }
}

/** The first key that is not among the known ones. */
export function unknownKey(keys: Iterable<string>, known: readonly string[]): string | undefined {
  for (const key of keys) if (!known.includes(key)) return key
  return undefined
}
