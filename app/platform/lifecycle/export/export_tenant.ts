import type { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { Database } from '@adonisjs/lucid/database'
import { DateTime } from 'luxon'
import { TenantZip } from '#platform/lifecycle/export/tenant_zip'
import TenantEvent from '#platform/lifecycle/tenant_event'
import Activity from '#tenancy/activity/activity'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/** Sends an ISP's data to a person of its or of ours, and keeps in both histories that it did. */
@inject()
export class ExportTenant {
  constructor(
    private db: Database,
    private tenancy: Tenancy,
    private zip: TenantZip
  ) {}

  /** @throws ExportUnderWay */
  async send(ctx: HttpContext, tenant: Tenant): Promise<void> {
    const stream = await this.zip.open(tenant)
    try {
      await this.#note(ctx, tenant)
    } catch (error) {
      stream.destroy()
      throw error
    }
    download(ctx, tenant, stream)
  }

  async #note({ auth, request }: HttpContext, tenant: Tenant): Promise<void> {
    const { id: accountId, name } = auth.use('web').getUserOrFail()
    await this.tenancy.run(tenant, () =>
      Activity.create({
        accountId,
        accountName: name,
        action: 'company.exported',
        subject: tenant.name,
        ip: request.ip(),
      })
    )
    await this.db.connection('app').transaction((client) =>
      TenantEvent.note(client, {
        tenantId: tenant.id,
        kind: 'export',
        before: tenant.status,
        after: tenant.status,
        reason: 'All data was downloaded',
        by: { kind: 'person', accountId, name },
      })
    )
  }
}

function download({ response }: HttpContext, { slug }: Tenant, stream: Readable): void {
  const name = `${slug}-${DateTime.utc().toISODate()}.zip`
  response.header('content-type', 'application/zip')
  response.header('content-disposition', `attachment; filename="${name}"`)
  response.header('cache-control', 'private, no-store')
  response.stream(stream)
}
