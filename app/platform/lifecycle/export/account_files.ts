import { CSV_MARK, csvLine } from '#core/csv'
import { signedDecimal } from '#core/signed_money'
import Membership from '#platform/accounts/membership'
import Invoice from '#platform/billing/invoices/invoice'
import type Tenant from '#tenancy/models/tenant'

/** What the platform's own tables say of an ISP: few lines, and so files in one piece. */
export async function accountFiles(tenant: Tenant): Promise<Record<string, string>> {
  return {
    company: companyFile(tenant),
    staff: await staffFile(tenant),
    portico_invoices: await invoicesFile(tenant),
  }
}

function companyFile(tenant: Tenant): string {
  const { settings, createdAt } = tenant
  return file(
    ['name', 'subdomain', 'country', 'currency', 'timezone', 'locale', 'created_at', 'settings'],
    [
      [
        tenant.name,
        tenant.slug,
        tenant.country,
        tenant.currency,
        tenant.timezone,
        tenant.locale,
        iso(createdAt),
        JSON.stringify(settings),
      ],
    ]
  )
}

async function staffFile({ id }: Tenant): Promise<string> {
  const people = await Membership.query()
    .where('tenant_id', id)
    .preload('account')
    .orderBy('account_id')
  return file(
    ['name', 'email', 'role'],
    people.map(({ account, role }) => [account.name, account.email, role])
  )
}

async function invoicesFile({ id }: Tenant): Promise<string> {
  const invoices = await Invoice.query().where('tenant_id', id).orderBy('issued_at')
  return file(
    [
      'number',
      'status',
      'amount_minor',
      'amount',
      'paid_minor',
      'paid',
      'currency',
      'issued_at',
      'due_at',
      'paid_at',
    ],
    invoices.map(
      ({ number, status, amountMinor, paidMinor, currency, issuedAt, dueAt, paidAt }) => [
        number,
        status,
        amountMinor,
        signedDecimal(amountMinor, currency),
        paidMinor,
        signedDecimal(paidMinor, currency),
        currency,
        iso(issuedAt),
        iso(dueAt),
        iso(paidAt),
      ]
    )
  )
}

function file(head: string[], rows: (string | number | null)[][]): string {
  return CSV_MARK + [head, ...rows].map((cells) => csvLine(cells)).join('')
}

/** @returns ISO 8601 in UTC */
function iso(at: { toUTC(): { toISO(): string | null } } | null): string | null {
  return at?.toUTC().toISO() ?? null
}
