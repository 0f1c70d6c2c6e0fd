import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type Account from '#platform/accounts/account'
import { EnterTenant, hopperOf } from '#platform/accounts/enter_tenant'
import { membershipsQuery } from '#platform/accounts/memberships_query'
import { mayBeErased } from '#platform/lifecycle/moves'
import { hostTenant } from '#platform/sign_in/host_tenant'

/** The page of this host that a stranger asked for and is to see once signed in. */
const WANTED = 'wanted_page'

/** Where somebody goes who has just signed in. */
@inject()
export class Onwards {
  constructor(private enterTenant: EnterTenant) {}

  async after(ctx: HttpContext, account: Account): Promise<string> {
    if (hostTenant(ctx)) return '/dashboard'
    const wanted: unknown = ctx.session.pull(WANTED)
    if (typeof wanted === 'string') return wanted
    if (account.isAdmin) return '/admin'

    const [first, second] = await membershipsQuery(account.id)
    const isOne = first && !second && !mayBeErased(first.tenant)
    if (!isOne) return '/choose'
    return this.enterTenant.link(account, first.tenant, hopperOf(ctx))
  }
}

/** Keeps the address of a page that needs an account; ours alone, never one that was handed to us. */
export function rememberWantedPage({ request, session }: HttpContext): void {
  const path = request.url(true)
  if (request.method() === 'GET' && !path.startsWith('//')) session.put(WANTED, path)
}
