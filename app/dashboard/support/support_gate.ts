import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { appUrl } from '#config/app'
import { NotAllowed } from '#dashboard/permissions'
import type Account from '#platform/accounts/account'
import { AdminNetworks } from '#platform/accounts/admin_networks'
import type Impersonation from '#platform/impersonation/impersonation'
import { SupportVisits } from '#platform/impersonation/support_visits'
import { VisitLog } from '#platform/impersonation/visit_log'
import { AccountSessions } from '#platform/sign_in/account_sessions'

/** Which visit this browser's session is for; an operator's session is for none. */
const VISIT = 'support_visit'

/** Files that leave the house, forms that change it, accounts at providers, and ways to another ISP. */
const CLOSED = [
  /\.(?:csv|pdf|rsc)$/,
  /\/(?:export|create|edit|sheet)\b/,
  /^\/dashboard\/settings\/(?:gateways|sms)\/./,
  /^\/switch\//,
]

/** Lets an admin of the platform look at an ISP's pages, for as long as the visit lasts. */
@inject()
export class SupportGate {
  constructor(
    private visits: SupportVisits,
    private log: VisitLog,
    private networks: AdminNetworks,
    private sessions: AccountSessions
  ) {}

  mark({ session }: HttpContext, visit: Impersonation): void {
    session.put(VISIT, visit.id)
  }

  isVisit({ session }: HttpContext): boolean {
    return session.has(VISIT)
  }

  /** The visit of this browser, while it lasts and who makes it is an admin, in a network of theirs. */
  async visitOf({ session, tenant, request }: HttpContext, account: Account) {
    if (!account.isAdmin || !(await this.networks.lets(account.id, request.ip()))) return null
    const live = await this.visits.live(tenant.id)
    return live.find(({ id, accountId }) => id === session.get(VISIT) && accountId === account.id)
  }

  /**
   * Every page is written down; what is more than looking is refused, and written down as well.
   *
   * @throws NotAllowed
   */
  async admit({ request, tenant }: HttpContext, visit: Impersonation): Promise<void> {
    const path = request.url()
    const looks = ['GET', 'HEAD'].includes(request.method())
    const allowed = looks && !CLOSED.some((closed) => closed.test(path))
    const what = allowed ? 'support.viewed' : 'support.refused'
    await this.log.did(tenant, visit, what, path, request.ip())
    if (!allowed) throw new NotAllowed()
  }

  /** Signs this browser out of the ISP's host. @returns where to go from there */
  async leave(ctx: HttpContext): Promise<string> {
    await this.sessions.close(ctx)
    ctx.session.clear()
    return `${appUrl.origin}/admin/tenants/${ctx.tenant.id}`
  }
}
