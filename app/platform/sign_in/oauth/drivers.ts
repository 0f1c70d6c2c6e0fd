import { GithubDriver } from '@adonisjs/ally/drivers/github'
import { GoogleDriver } from '@adonisjs/ally/drivers/google'
import type { GithubDriverConfig, GoogleDriverConfig } from '@adonisjs/ally/types'
import type { HttpContext } from '@adonisjs/core/http'
import ally from '#config/ally'
import type { Provider } from '#platform/sign_in/oauth/providers'

/**
 * Ally's drivers with PKCE (RFC 7636, S256), which both providers take and Ally's own do not send.
 * State and verifier are ours to keep (oauth_flow.ts): Ally leaves them to a cookie, which a browser
 * can send twice.
 */
export class GoogleSignIn extends GoogleDriver {
  constructor(
    ctx: HttpContext,
    config: GoogleDriverConfig,
    private verifier: string
  ) {
    super(ctx, config)
    this.stateless()
  }

  protected override getPkceCodeVerifierForRedirect() {
    return this.verifier
  }

  protected override getPkceCodeVerifierForAccessToken() {
    return this.verifier
  }
}

export class GithubSignIn extends GithubDriver {
  constructor(
    ctx: HttpContext,
    config: GithubDriverConfig,
    private verifier: string
  ) {
    super(ctx, config)
    this.stateless()
  }

  /** The public profile's e-mail says nothing of being verified: only the list of e-mails does. */
  protected override async getUserInfo(...asked: Parameters<GithubDriver['getUserInfo']>) {
    const user = await super.getUserInfo(...asked)
    return { ...user, email: null, emailVerificationState: 'unsupported' as const }
  }

  protected override getPkceCodeVerifierForRedirect() {
    return this.verifier
  }

  protected override getPkceCodeVerifierForAccessToken() {
    return this.verifier
  }
}

/** @param verifier of PKCE, 43 to 128 letters; the same for the redirect and for the token */
export function driverOf(ctx: HttpContext, provider: Provider, verifier: string) {
  if (provider === 'google' && ally.google) return new GoogleSignIn(ctx, ally.google, verifier)
  if (provider === 'github' && ally.github) return new GithubSignIn(ctx, ally.github, verifier)
  throw new Error(`This installation has no client registered with ${provider}`)
}
