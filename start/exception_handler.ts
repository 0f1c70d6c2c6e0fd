import { type HttpContext, ExceptionHandler } from '@adonisjs/core/http'
import type { StatusPageRange, StatusPageRenderer } from '@adonisjs/core/types/http'

/** Error pages tell nothing; the log, with the request's id, tells everything. */
export default class HttpExceptionHandler extends ExceptionHandler {
  protected override debug = false
  protected override renderStatusPages = true

  protected override statusPages: Record<StatusPageRange, StatusPageRenderer> = {
    '403': (_, { view }) => view.render('pages/errors/forbidden'),
    '404': (_, { view }) => view.render('pages/errors/not_found'),
    '410': (_, { view }) => view.render('pages/errors/join_again', { reason: 'expired' }),
    '419': (_, { view }) => view.render('pages/errors/session_expired'),
    '422': (_, { view }) => view.render('pages/errors/join_again', { reason: 'incomplete' }),
    '429': (_, { view }) => view.render('pages/errors/too_many_requests'),
    '500..599': (_, { view, request }) =>
      view.render('pages/errors/server_error', { requestId: request.id() }),
  }

  override async handle(error: unknown, ctx: HttpContext) {
    return super.handle(error, ctx)
  }
}
