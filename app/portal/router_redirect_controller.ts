import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { isIPv4 } from 'node:net'
import { parseMacAddress } from '#core/mac_address'
import { PortalPass } from '#portal/portal_pass'
import { IncompleteRedirect } from '#portal/errors'
import Router from '#routers/router'
import { tenantUrl } from '#platform/tenant_url'
import { ResolveRouter } from '#tenancy/resolution/resolve_router'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Where a router's login page sends a phone: token in the path; identity, MAC,
 * IP and the router's own login link in the query, all of which the phone
 * could have written itself. The tenant follows from token and identity.
 */
@inject()
export default class RouterRedirectController {
  static validator = vine.create({
    'identity': vine.string().trim().maxLength(64),
    'mac': vine.string().trim().maxLength(20),
    'ip': vine.string().trim().maxLength(45),
    'link-login-only': vine.string().trim().maxLength(500).optional(),
    'link-orig': vine.string().trim().maxLength(2000).optional(),
  })

  constructor(
    private resolveRouter: ResolveRouter,
    private tenancy: Tenancy
  ) {}

  async handle({ request, response, params }: HttpContext) {
    const [invalid, query] = await RouterRedirectController.validator.tryValidate(request.qs())
    if (invalid) throw new IncompleteRedirect()

    const { tenant, routerId } = await this.resolveRouter.execute(String(params.token), query.identity)
    const mac = parseMacAddress(query.mac)
    if (!mac || !isIPv4(query.ip)) throw new IncompleteRedirect()

    const router = await this.tenancy.run(tenant, () => Router.findOrFail(routerId))
    const link = query['link-login-only']
    const pass = PortalPass.forSighting(
      tenant.id,
      { mac, ip: query.ip, routerId },
      link && router.ownsLoginPage(link) ? link : null,
      safeDestination(query['link-orig'])
    )

    const lang: unknown = request.qs().lang
    const query2 = typeof lang === 'string' ? `?lang=${encodeURIComponent(lang)}` : ''
    return response.redirect(`${tenantUrl(tenant)}/portal/${pass.seal()}${query2}`)
  }
}

/** Only a web address may be offered as "go on to where you wanted". */
function safeDestination(link: string | undefined): string | null {
  const url = link ? URL.parse(link) : null
  return url && /^https?:$/.test(url.protocol) && url.href.length <= 500 ? url.href : null
}
