import type { HttpContext } from '@adonisjs/core/http'

/** The pages that only say something. */
export class PortalMessages {
  blocked({ view, i18n }: HttpContext) {
    return view.render('pages/portal/message', {
      title: i18n.t('portal.blocked_title'),
      message: i18n.t('portal.blocked_message'),
      actionUrl: null,
      actionLabel: null,
    })
  }
}
