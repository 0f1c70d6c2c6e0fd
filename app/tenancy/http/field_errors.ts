import type { HttpContext } from '@adonisjs/core/http'
import { flashInput } from '#tenancy/http/flash_input'

/** Back to the form with messages at its fields, as a failed validation does. */
export function fieldErrors(ctx: HttpContext, messages: Record<string, string>) {
  const { request, response, session } = ctx
  session.flash(
    'inputErrorsBag',
    Object.fromEntries(Object.entries(messages).map(([field, message]) => [field, [message]]))
  )
  flashInput(ctx)
  return response.redirect(request.header('referer') ?? request.url())
}
