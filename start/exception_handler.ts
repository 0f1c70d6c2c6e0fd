import { type HttpContext, ExceptionHandler } from '@adonisjs/core/http'
import type { HttpError, StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'
import { errors as shieldErrors } from '@adonisjs/shield'
import { useBrowserLocale } from '#start/middleware/locale_middleware'
import { keepsNoSession } from '#start/sessionless'
import { flashInput } from '#tenancy/http/flash_input'

/** The form is older than the session it belongs to. */
const SESSION_EXPIRED = 419

/** For what fails before shield has set its own: an error page loads nothing at all. */
const ERROR_PAGE_POLICY = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** Error pages tell nothing; the log, with the request's id, tells everything. */
export default class HttpExceptionHandler extends ExceptionHandler {
  protected override debug = false
  protected override renderStatusPages = true

  protected override statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '400': (_, { view }) => view.render('pages/errors/bad_request'),
    '403': (_, { view }) => view.render('pages/errors/forbidden'),
    '404': (_, { view }) => view.render('pages/errors/not_found'),
    '410': (_, { view }) => view.render('pages/errors/join_again', { reason: 'expired' }),
    '413': (_, { view }) => view.render('pages/errors/bad_request'),
    '415': (_, { view }) => view.render('pages/errors/bad_request'),
    '419': (_, { view }) => view.render('pages/errors/session_expired'),
    '422': (_, { view, request }) =>
      keepsNoSession(request.url())
        ? view.render('pages/errors/join_again', { reason: 'incomplete' })
        : view.render('pages/errors/bad_request'),
    '429': (_, { view }) => view.render('pages/errors/too_many_requests'),
    '500..599': (_, { view, request }) =>
      view.render('pages/errors/server_error', { requestId: request.id() }),
  }

  override async handle(error: unknown, ctx: HttpContext) {
    /** What fails before the locale middleware, an unknown address for one, has no language yet. */
    if (!('i18n' in ctx)) useBrowserLocale(ctx)
    if (!ctx.response.getHeader('content-security-policy'))
      ctx.response.header('content-security-policy', ERROR_PAGE_POLICY)
    ctx.response.header('x-content-type-options', 'nosniff').header('x-frame-options', 'DENY')

    if (error instanceof shieldErrors.E_BAD_CSRF_TOKEN) {
      return this.renderError(
        Object.assign(this.toHttpError(error), { status: SESSION_EXPIRED }),
        ctx
      )
    }
    return super.handle(error, ctx)
  }

  /** Like the session package's own, but for the secrets among what was typed. */
  override async renderValidationErrorAsHTML(error: HttpError, ctx: HttpContext) {
    if (!('session' in ctx)) return super.renderValidationErrorAsHTML(error, ctx)
    ctx.session.flashValidationErrors(error, false)
    flashInput(ctx)
    ctx.response.redirect('back', true)
  }

  override async renderErrorAsJSON(error: HttpError, ctx: HttpContext) {
    ctx.response.status(error.status).send({ message: said(error, ctx) })
  }

  override async renderErrorAsJSONAPI(error: HttpError, ctx: HttpContext) {
    ctx.response
      .status(error.status)
      .send({ errors: [{ title: said(error, ctx), status: error.status }] })
  }
}

/** The message of a failure of ours may hold a query or an address inside; a refusal is for its reader. */
function said(error: HttpError, { i18n, request }: HttpContext): string {
  if (error.status < 500) return error.message
  return `${i18n.t('errors.server_error.title')}. ${i18n.t('errors.reference', { id: request.id() })}`
}
