import type { HttpContext } from '@adonisjs/core/http'

/** A line at the top of the next page of the platform's host. */
export function tell(
  { session, i18n }: HttpContext,
  kind: 'success' | 'error' | 'info',
  key: string,
  data?: Record<string, string | number>
): void {
  session.flash('notification', { kind, message: i18n.t(key, data) })
}
