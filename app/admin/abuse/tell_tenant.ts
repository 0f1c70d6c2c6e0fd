import type { HttpContext } from '@adonisjs/core/http'
import Activity from '#tenancy/activity/activity'
import type Tenant from '#tenancy/models/tenant'
import type { Tenancy } from '#tenancy/tenancy'

/** The ISP, whose money and whose customers these are, reads in its log which admin did what. */
export async function tellTenant(
  { auth, request }: HttpContext,
  tenancy: Tenancy,
  tenant: Tenant,
  action: string,
  subject: string
): Promise<void> {
  const { id, name } = auth.use('web').getUserOrFail()
  await tenancy.run(tenant, () =>
    Activity.create({
      accountId: id,
      accountName: `Portico: ${name}`,
      action,
      subject,
      ip: request.ip(),
    })
  )
}
