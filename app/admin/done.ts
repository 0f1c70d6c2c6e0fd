import type { HttpContext } from '@adonisjs/core/http'

/** To the page that shows what was done, with a line that says so. */
export function done(
  { session, i18n, response }: HttpContext,
  key: string,
  to: string,
  data: Record<string, string | number> = {}
) {
  session.flash('notification', { kind: 'success', message: i18n.t(key, data) })
  return response.redirect(to)
}
