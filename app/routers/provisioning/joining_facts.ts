import { appUrl, servedByHttps } from '#config/app'
import { captivePortalUri } from '#routers/captive/captive_portal'
import type Joining from '#routers/provisioning/joining'
import type { JoiningChoices } from '#routers/provisioning/joining_choices'
import { portalEntrance } from '#routers/provisioning/login_page'
import { radiusFacts } from '#routers/provisioning/radius_facts'
import type { JoiningFacts, RouterOsMajor } from '#routers/provisioning/script_facts'
import type Router from '#routers/router'
import { portalHosts } from '#routers/walled_garden/portal_hosts'

/** The tenant of a script, as the script needs it. */
export interface JoiningTenant {
  id: number
  slug: string
  timezone: string
}

/** What to choose for a router nobody has chosen for yet. */
export const CHOICES_BEFORE: JoiningChoices = { hotspot: 'existing', server: null }

export function joiningFacts(
  tenant: JoiningTenant,
  router: Router,
  joining: Joining,
  major: RouterOsMajor
): JoiningFacts {
  const { user, password, port } = router.apiTarget(tenant.id)
  return {
    major,
    identity: router.identity,
    timezone: tenant.timezone,
    token: router.token,
    radius: radiusFacts(router, tenant.id),
    api: { user, password, port, tls: router.apiTls },
    reportUrl: `${joiningUrl(tenant, joining)}/report`,
    loginPageUrl: `${portalEntrance(router.token)}/login.html`,
    portalHosts: portalHosts(tenant.slug),
    captiveApiUrl: servedByHttps ? captivePortalUri(router.token, tenant.slug) : null,
    captiveFileUrl: servedByHttps ? `${portalEntrance(router.token)}/api.json` : null,
    choices: router.joinChoices ?? CHOICES_BEFORE,
  }
}

/** On the tenant's own host; whoever has the token needs no login. */
export function joiningUrl({ slug }: { slug: string }, { token }: Joining): string {
  return `${appUrl.protocol}//${slug}.${appUrl.host}/join/${token}`
}
