import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SessionMiddleware from '@adonisjs/session/session_middleware'
import type { SessionStoreFactory } from '@adonisjs/session/types'
import { keepsNoSession } from '#start/sessionless'

/** A session for people with a browser of their own, on the pages that need one. */
@inject()
export default class BrowserSessionMiddleware {
  constructor(private session: SessionMiddleware<Record<string, SessionStoreFactory>>) {}

  handle(ctx: HttpContext, next: NextFn) {
    return keepsNoSession(ctx.request.url()) ? next() : this.session.handle(ctx, next)
  }
}
