import type { HttpContext } from '@adonisjs/core/http'
import Activity from '#tenancy/activity/activity'

/** Keeps who did what from where. Call in the tenant's scope; never with a secret in the detail. */
export async function recordActivity(
  { auth, request }: HttpContext,
  action: string,
  subject: string,
  detail: Record<string, unknown> = {}
): Promise<void> {
  const account = auth.use('web').getUserOrFail()
  await Activity.create({
    accountId: account.id,
    accountName: account.name,
    action,
    subject,
    detail,
    ip: request.ip(),
  })
}
