import type { HttpContext } from '@adonisjs/core/http'
import { PortalPass } from '#portal/portal_pass'

/** The pass of this request, which its path carries. @throws InvalidPortalPass */
export function openPass({ params, tenant }: HttpContext): Promise<PortalPass> {
  return PortalPass.open(String(params.pass), tenant.id)
}

/** A page of this phone's portal, in the language it is being read in. */
export function portalPath(ctx: HttpContext, pass: PortalPass, page = ''): string {
  const path = `/portal/${pass.seal()}${page}`
  return `${path}?lang=${ctx.i18n.locale}`
}

/** A page under the pass as it stands in the URL. */
export function samePass({ params, i18n }: HttpContext, page = ''): string {
  return `/portal/${params.pass}${page}?lang=${i18n.locale}`
}
