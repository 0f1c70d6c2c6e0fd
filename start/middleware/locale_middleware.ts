import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import i18nManager from '@adonisjs/i18n/services/main'

/** Where a session keeps the language somebody chose. */
export const LOCALE = 'locale'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    i18n: ReturnType<typeof i18nManager.locale>
  }
}

/**
 * The language of a request: what the page was asked for (?lang=), what was
 * asked for earlier in this session, else what the browser prefers of ours.
 * The portal has no session; it carries the language in its links.
 */
export default class LocaleMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const supported = i18nManager.supportedLocales()
    const isOurs = (asked: unknown): asked is string =>
      typeof asked === 'string' && supported.includes(asked)

    const asked: unknown = ctx.request.qs().lang
    const remembered: unknown = ctx.session.get(LOCALE)
    if (isOurs(asked) && !ctx.request.url().startsWith('/portal/')) ctx.session.put(LOCALE, asked)

    const chosen = [asked, remembered].find(isOurs)
    useLocale(ctx, chosen ?? ctx.request.language(supported) ?? i18nManager.defaultLocale)
    return next()
  }
}

/** Sets the language of the rest of this request, templates included. */
export function useLocale(ctx: HttpContext, locale: string): void {
  const i18n = i18nManager.locale(locale)
  ctx.i18n = i18n
  if ('view' in ctx) {
    ctx.view.share({
      i18n,
      locale,
      t: (key: string, data?: Record<string, unknown>) => i18n.t(key, data),
    })
  }
}
