import type { MobileNumber } from '#core/mobile_number'
import type { Tenancy } from '#tenancy/tenancy'

/** The code last sent to a number was entered there: it reached somebody. Call in the tenant's scope. */
export async function markCodeUsed(tenancy: Tenancy, mobile: MobileNumber): Promise<void> {
  await tenancy.transaction.rawQuery(
    `update sms_messages set used_at = now()
      where id = (select id from sms_messages where mobile = :mobile and event = 'otp'
                   order by id desc limit 1)`,
    { mobile }
  )
}
