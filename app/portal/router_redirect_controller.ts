import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { isIPv4 } from 'node:net'
import { parseMacAddress } from '#core/mac_address'
import { codeOnTheWay } from '#hotspot/vouchers/voucher_link'
import { PortalPass } from '#portal/portal_pass'
import { IncompleteRedirect } from '#portal/errors'
import Router from '#routers/router'
import { tenantUrl } from '#platform/tenant_url'
import { TenantNotFound } from '#tenancy/errors'
import { ResolveRouter } from '#tenancy/resolution/resolve_router'
import { Tenancy } from '#tenancy/tenancy'

/** What a token is written in. Anything else is not even looked for: Postgres refuses NUL, for one. */
const TOKEN = /^[\w-]{1,64}$/
const LONGEST_LINK = 500

/**
 * Where a router's login page sends a phone: token in the path; identity, MAC,
 * IP and the router's own login link in the query, all of which the phone
 * could have written itself. The tenant follows from token and identity.
 */
@inject()
export default class RouterRedirectController {
  static validator = vine.create({
    identity: vine.string().trim().maxLength(64),
    mac: vine.string().trim().maxLength(20),
    ip: vine.string().trim().maxLength(45),
  })

  constructor(
    private resolveRouter: ResolveRouter,
    private tenancy: Tenancy
  ) {}

  async handle({ request, response, params }: HttpContext) {
    const [invalid, query] = await RouterRedirectController.validator.tryValidate(request.qs())
    if (invalid) throw new IncompleteRedirect()

    const token = String(params.token)
    if (!TOKEN.test(token)) throw new TenantNotFound()
    const { tenant, routerId } = await this.resolveRouter.execute(token, query.identity)
    const mac = parseMacAddress(query.mac)
    if (!mac || !isIPv4(query.ip)) throw new IncompleteRedirect()

    const router = await this.tenancy.run(tenant, () => Router.findOrFail(routerId))
    const link = shortText(request.qs()['link-login-only'])
    const wanted = shortText(request.qs()['link-orig'])
    const voucher = codeOnTheWay(tenantUrl(tenant), wanted)
    const pass = PortalPass.forSighting(
      tenant.id,
      { mac, ip: query.ip, routerId },
      link && router.ownsLoginPage(link) ? link : null,
      voucher ? null : safeDestination(wanted),
      voucher
    )

    const lang: unknown = request.qs().lang
    const query2 = typeof lang === 'string' ? `?lang=${encodeURIComponent(lang)}` : ''
    return response.redirect(`${tenantUrl(tenant)}/portal/${pass.seal()}${query2}`)
  }
}

/** A link that is longer than we carry is left out: nobody is turned away for the page they were on. */
function shortText(value: unknown): string | null {
  return typeof value === 'string' && value.length <= LONGEST_LINK ? value.trim() : null
}

/** Only a web address may be offered as "go on to where you wanted". */
function safeDestination(link: string | null): string | null {
  const url = link ? URL.parse(link) : null
  return url && /^https?:$/.test(url.protocol) && url.href.length <= LONGEST_LINK ? url.href : null
}
