import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { HttpContext } from '@adonisjs/core/http'
import redis from '@adonisjs/redis/services/main'
import { driverOf } from '#platform/sign_in/oauth/drivers'
import type { OauthErrand } from '#platform/sign_in/oauth/errand'
import { foreignIdentity } from '#platform/sign_in/oauth/foreign_identity'
import type { Provider } from '#platform/sign_in/oauth/providers'

/** The state this browser was sent away with. */
const STATE = 'oauth_state'

/** Long enough for a provider's own password and code. */
const SECONDS = 600

/** For the code, the profile and the e-mails together, with all that the client tries again. */
const PATIENCE_MS = 10_000

interface Flow {
  provider: Provider
  verifier: string
  errand: OauthErrand
}

export type OauthRefusal = 'state' | 'denied' | 'unavailable'

/** The provider's answer is not one to this browser's question, or it said no. */
export class OauthRefused extends Error {
  constructor(readonly reason: OauthRefusal) {
    super(`OAuth: ${reason}`)
  }
}

/**
 * The way to a provider and back (RFC 6749 §4.1, RFC 9700 §2.1). The state is random, is worth
 * something in the browser that was given it alone, and there once: taking it out of Redis is what
 * counts, so that of two replays side by side one is refused.
 */
export class OauthFlow {
  constructor(private patienceMs = PATIENCE_MS) {}

  /** @returns where to send the browser */
  async begin(ctx: HttpContext, provider: Provider, errand: OauthErrand): Promise<string> {
    const state = randomBytes(32).toString('base64url')
    const flow: Flow = { provider, errand, verifier: randomBytes(48).toString('base64url') }
    await redis.setex(key(state), SECONDS, JSON.stringify(flow))
    ctx.session.put(STATE, state)
    const driver = driverOf(ctx, provider, flow.verifier)
    return driver.redirectUrl((request) => {
      request.param('state', state)
    })
  }

  /** @throws OauthRefused */
  async finish(ctx: HttpContext, provider: Provider) {
    const { errand, verifier } = await this.#take(ctx, provider)
    const driver = driverOf(ctx, provider, verifier)
    if (driver.accessDenied()) throw new OauthRefused('denied')
    try {
      const user = await Promise.race([driver.user(), this.#deadline()])
      return { errand, identity: foreignIdentity(provider, user) }
    } catch (error) {
      ctx.logger.warn({ err: reasonOf(error), provider }, 'oauth')
      throw new OauthRefused('unavailable')
    }
  }

  async #deadline(): Promise<never> {
    await setTimeout(this.patienceMs, null, { ref: false })
    throw new Error(`No answer within ${this.patienceMs} ms`)
  }

  async #take(ctx: HttpContext, provider: Provider): Promise<Flow> {
    const own: unknown = ctx.session.pull(STATE)
    if (typeof own !== 'string' || ctx.request.input('state') !== own)
      throw new OauthRefused('state')
    const kept = await redis.getdel(key(own))
    const flow: unknown = kept === null ? null : JSON.parse(kept)
    if (!isFlow(flow) || flow.provider !== provider) throw new OauthRefused('state')
    return flow
  }
}

/** The message alone: a request's error carries the code, the client's secret and the token. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'
}

function isFlow(value: unknown): value is Flow {
  return typeof value === 'object' && value !== null && 'verifier' in value && 'errand' in value
}

const key = (state: string) => `oauth:${state}`
