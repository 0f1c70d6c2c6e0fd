import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { OauthFlow } from '#platform/sign_in/oauth/oauth_flow'
import { isOffered } from '#platform/sign_in/oauth/providers'

/** Pages of one's own account; nothing else is worth going back to. */
const OWN_PAGE = /^\/account(?:\/[a-z-]+)*$/

/** Signing in with a linked provider once more, to show that it is still the same person. */
@inject()
export default class ProofController {
  constructor(private flow: OauthFlow) {}

  async begin(ctx: HttpContext) {
    const { provider } = ctx.params
    const back = pageBefore(ctx)
    if (!isOffered(provider)) return ctx.response.redirect(back)
    const accountId = ctx.auth.getUserOrFail().id
    const errand = { kind: 'prove', accountId, back } as const
    return ctx.response.redirect(await this.flow.begin(ctx, provider, errand))
  }
}

function pageBefore({ request }: HttpContext): string {
  const referer = request.header('referer') ?? ''
  const path = URL.canParse(referer) ? new URL(referer).pathname : ''
  return OWN_PAGE.test(path) ? path : '/account'
}
