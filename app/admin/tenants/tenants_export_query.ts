import type { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import type { Database } from '@adonisjs/lucid/database'
import type { ListedTenant } from '#admin/tenants/listed_tenant'
import type { TenantFilters } from '#admin/tenants/tenant_filters'
import { tenantsQuery } from '#admin/tenants/tenants_query'
import { signedDecimal } from '#core/signed_money'
import { csvStream, csvTime, type CsvCells } from '#tenancy/http/csv_download'

const BATCH = 500
const ZONE = 'utc'
const COLUMNS = [
  'id',
  'name',
  'slug',
  'owner',
  'state',
  'plan',
  'country',
  'since',
  'schema',
  'schema_version',
  'size',
  'routers_up',
  'routers_down',
  'errors',
  'accepts',
  'rejects',
  'accounting',
  'heard',
  'earned',
  'revenue',
  'currency',
  'activity',
]

/** The list as it is narrowed, as CSV. Times are UTC, the size is in octets. */
export function tenantsExportQuery(db: Database, filters: TenantFilters, i18n: I18n): Readable {
  const head = COLUMNS.map((column) => i18n.t(`admin.csv.${column}`))
  return csvStream<number>(head, async (after) => {
    const offset = after ?? 0
    const tenants = await tenantsQuery(db, filters, { limit: BATCH, offset })
    return {
      rows: tenants.map((tenant) => cells(tenant, i18n)),
      next: tenants.length < BATCH ? null : offset + BATCH,
    }
  })
}

function cells({ health, ...tenant }: ListedTenant, i18n: I18n): CsvCells {
  return [
    tenant.id,
    tenant.name,
    tenant.slug,
    tenant.ownerEmail,
    i18n.t(`common.status.tenant.${tenant.status}`),
    tenant.plan,
    tenant.country,
    csvTime(tenant.createdAt, ZONE),
    tenant.schema,
    tenant.schemaVersion,
    health.sizeOctets,
    health.routersUp,
    health.routersDown,
    health.errors,
    health.acceptsHour,
    health.rejectsHour,
    health.accountingHour,
    csvTime(health.heardAt, ZONE),
    tenant.earned
      .map(({ currency, minor }) => `${signedDecimal(minor, currency)} ${currency}`)
      .join(', '),
    health.revenueMinor === null ? null : signedDecimal(health.revenueMinor, tenant.currency),
    tenant.currency,
    csvTime(health.lastActivityAt, ZONE),
  ]
}
