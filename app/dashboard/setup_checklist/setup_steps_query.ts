import { appUrl } from '#config/app'
import type { OwnerEmail } from '#dashboard/proven_owner/owner_email'
import type { Tenancy } from '#tenancy/tenancy'

export interface SetupStep {
  key:
    | 'email'
    | 'packages'
    | 'router'
    | 'joined'
    | 'garden'
    | 'payments'
    | 'sms'
    | 'phone'
    | 'first_payment'
  done: boolean
  href: string
}

interface Facts {
  packages: boolean
  router: boolean
  joined: boolean
  garden: boolean
  payments: boolean
  sms: boolean
  phone: boolean
  first_payment: boolean
  waiting_router: string | null
}

/**
 * From an empty company to its first paying customer, told by the facts themselves, in one round
 * trip that stops at the first row of each. A sandbox account is no account to sell by, and an
 * SMS account that is empty sends no code; one whose provider tells no balance counts as filled.
 */
const FACTS = `
  select exists (select from packages where active and not is_trial) as packages,
         exists (select from routers) as router,
         exists (select from routers where joined_at is not null) as joined,
         exists (select from routers where walled_garden->'pushed' is not null) as garden,
         exists (select from payment_gateways where enabled and environment = 'live') as payments,
         exists (select from sms_gateways where enabled and environment = 'live'
                  and coalesce(balance_minor > 0, balance_error is null)) as sms,
         exists (select from devices join radacct on radacct.username = devices.mac) as phone,
         exists (select from customer_payments
                  where kind = 'payment' and undone_at is null) as first_payment,
         (select min(id) from routers where joined_at is null) as waiting_router`

/** Call in the tenant's scope. */
export async function setupStepsQuery(
  tenancy: Tenancy,
  ownerEmail: OwnerEmail
): Promise<SetupStep[]> {
  const result: { rows: Facts[] } = await tenancy.transaction.rawQuery(FACTS)
  const [facts] = result.rows
  if (!facts) throw new Error('The set-up query returned no row')

  const router = facts.waiting_router === null ? '' : `/${facts.waiting_router}`
  return [
    ...emailStep(ownerEmail),
    { key: 'packages', done: facts.packages, href: '/dashboard/packages' },
    { key: 'router', done: facts.router, href: '/dashboard/routers/create' },
    { key: 'joined', done: facts.joined, href: `/dashboard/routers${router}` },
    { key: 'garden', done: facts.garden, href: '/dashboard/walled-garden' },
    { key: 'sms', done: facts.sms, href: '/dashboard/settings/sms' },
    { key: 'payments', done: facts.payments, href: '/dashboard/settings/gateways' },
    { key: 'phone', done: facts.phone, href: '/dashboard/routers' },
    { key: 'first_payment', done: facts.first_payment, href: '/dashboard/receipts' },
  ]
}

/** Proven on the owner's own account, on the platform's host; no step where no e-mail is sent. */
function emailStep(ownerEmail: OwnerEmail): SetupStep[] {
  if (ownerEmail === 'off') return []
  return [{ key: 'email', done: ownerEmail === 'proven', href: `${appUrl.origin}/account` }]
}
