import type { HttpContext } from '@adonisjs/core/http'
import encryption from '@adonisjs/core/services/encryption'
import type { NextFn } from '@adonisjs/core/types/http'
import ShieldMiddleware from '@adonisjs/shield/shield_middleware'
import edge from 'edge.js'
import shieldConfig from '#config/shield'
import { keepsNoSession } from '#start/sessionless'

/**
 * Shield, made once: its own provider makes every guard anew for each request. Where there is
 * no session there is nothing a forged request could ride on, and no place for a CSRF secret.
 */
const guarded = new ShieldMiddleware(shieldConfig, encryption.use(), edge)
const sessionless = new ShieldMiddleware(
  { ...shieldConfig, csrf: { enabled: false } },
  encryption.use(),
  edge
)

export default class GuardMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const shield = keepsNoSession(ctx.request.url()) ? sessionless : guarded
    return shield.handle(ctx, next)
  }
}
