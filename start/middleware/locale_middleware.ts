import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import i18nManager from '@adonisjs/i18n/services/main'
import { keepsNoSession } from '#start/sessionless'

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
    const session = keepsNoSession(ctx.request.url()) ? null : ctx.session
    const remembered: unknown = session?.get(LOCALE)
    if (isOurs(asked)) session?.put(LOCALE, asked)

    const chosen = [asked, remembered].find(isOurs)
    if (chosen) useLocale(ctx, chosen)
    else useBrowserLocale(ctx)
    return next()
  }
}

/** The language the browser prefers of ours. */
export function useBrowserLocale(ctx: HttpContext): void {
  const preferred = ctx.request.language(i18nManager.supportedLocales())
  useLocale(ctx, preferred ?? i18nManager.defaultLocale)
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
