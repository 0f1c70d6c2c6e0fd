import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { StripeBilling } from '#platform/billing/stripe/stripe_billing'
import { ChangeStatus } from '#platform/lifecycle/change_status'
import env from '#start/env'
import { DueTenants } from '#tenancy/due_tenants'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import type Tenant from '#tenancy/models/tenant'
import { asOwner, openDatabase } from '#tests/support/database'
import { anyMac, anyMobile } from '#tests/support/guest'
import type { Isp } from '#tests/support/isp'

/** Moves an ISP as an admin would. */
export async function move(tenantId: number, to: TenantStatus, reason = 'A test'): Promise<Tenant> {
  const change = await app.container.make(ChangeStatus)
  return change.execute({ tenantId, to, reason, by: { kind: 'person', name: 'An admin' } })
}

/** Somebody who has paid for a week. @returns the MAC of the phone */
export async function payingCustomer({ inside }: Isp): Promise<ReturnType<typeof anyMac>> {
  const mac = anyMac()
  const activate = await app.container.make(ActivatePackage)
  await inside(async () => {
    const customer = await Customer.create({
      mobile: trustMobileNumber(anyMobile()),
      status: 'active',
    })
    await customer.related('devices').create({ mac })
    const weekly = await Package.findByOrFail('name', 'Weekly')
    await activate.execute(customer.id, offerOf(weekly), 'payment')
  })
  return mac
}

/** Would a sweeper take the tenant? Looked at in a transaction that is rolled back, decades ago. */
export async function isSwept({ id }: Tenant): Promise<boolean> {
  const then = DateTime.fromISO('2001-01-01T00:00:00Z', { zone: 'utc' })
  const host = env.get('DB_OWNER_HOST')
  const db = await openDatabase({ host, port: env.get('DB_OWNER_PORT'), max: 1 })
  const connection = db.connection('app')
  try {
    await connection.rawQuery('begin')
    await connection.rawQuery(
      'update platform.due_work set due_at = ?, leased_until = null where tenant_id = ?',
      [then.toJSDate(), id]
    )
    const claimed = await new DueTenants(db, new FrozenClock(then)).claim(20)
    return claimed.some(({ tenantId }) => tenantId === id)
  } finally {
    await connection.rawQuery('rollback')
    await db.manager.closeAll()
  }
}

/** What of Postgres looks like a tenant's and belongs to none. */
export async function orphans(): Promise<string[]> {
  const rows = await asOwner<{ name: string }>(
    `select nspname as name from pg_namespace where nspname ~ '^t_[a-z2-7]{12}$'
     union select rolname from pg_roles where rolname ~ '^t_[a-z2-7]{12}$'
     except select schema from platform.tenants order by 1`
  )
  return rows.map(({ name }) => name)
}

/** As if it had been closed so long ago. */
export async function closedDaysAgo({ id }: Pick<Tenant, 'id'>, days: number): Promise<void> {
  await asOwner(
    `update platform.tenants set status = 'closed', status_since = now() - make_interval(days => $2)
      where id = $1`,
    [id, days]
  )
}

/** Does something while nothing answers at Stripe's address. */
export async function whileStripeIsAway<T>(work: () => Promise<T>): Promise<T> {
  const away = { secretKey: 'sk_test_away', baseUrl: 'http://127.0.0.1:9', webhookSecrets: [] }
  const present = await app.container.make(StripeBilling)
  app.container.swap(StripeBilling, () => new StripeBilling(away))
  return work().finally(() => app.container.swap(StripeBilling, () => present))
}
