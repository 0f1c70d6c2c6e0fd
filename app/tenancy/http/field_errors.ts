import type { HttpContext } from '@adonisjs/core/http'

/**
 * Back to the form with messages at its fields, as a failed validation does.
 * Passwords and secrets are not flashed: they would end up in the session.
 */
export function fieldErrors(
  { request, response, session }: HttpContext,
  messages: Record<string, string>
) {
  session.flash(
    'inputErrorsBag',
    Object.fromEntries(Object.entries(messages).map(([field, message]) => [field, [message]]))
  )
  session.flashExcept(['_csrf', '_method', 'password', 'radius_secret', 'api_password'])
  return response.redirect(request.header('referer') ?? request.url())
}
