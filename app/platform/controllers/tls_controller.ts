import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { appUrl } from '#config/app'
import { TenantDirectory } from '#tenancy/resolution/tenant_directory'
import { TenantNotFound } from '#tenancy/errors'

/** Caddy asks before it fetches a certificate: only for our own host and for open tenants. */
@inject()
export default class TlsController {
  constructor(private directory: TenantDirectory) {}

  async handle({ request, response }: HttpContext) {
    const domain = String(request.qs().domain ?? '').toLowerCase()
    if (domain === appUrl.hostname) return response.ok('ok')

    const suffix = `.${appUrl.hostname}`
    if (!domain.endsWith(suffix)) throw new TenantNotFound()
    await this.directory.bySlug(domain.slice(0, -suffix.length))
    return response.ok('ok')
  }
}
