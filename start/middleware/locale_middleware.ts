import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import i18nManager from '@adonisjs/i18n/services/main'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    i18n: ReturnType<typeof i18nManager.locale>
  }
}

/**
 * The language of a request: what the page was asked for (?lang=), else what
 * the browser prefers of the languages we have.
 */
export default class LocaleMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const supported = i18nManager.supportedLocales()
    const asked: unknown = ctx.request.qs().lang
    const locale =
      typeof asked === 'string' && supported.includes(asked)
        ? asked
        : (ctx.request.language(supported) ?? i18nManager.defaultLocale)

    useLocale(ctx, locale)
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
