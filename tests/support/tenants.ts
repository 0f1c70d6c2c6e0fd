import { randomBytes } from 'node:crypto'
import app from '@adonisjs/core/services/app'
import { asOwner } from '#tests/support/database'
import type Tenant from '#tenancy/models/tenant'
import { ProvisionTenant, type NewTenant } from '#tenancy/provisioning/provision_tenant'
import { schemaName } from '#tenancy/schema_name'

/** A subdomain nobody else has. */
export function anySlug(): string {
  return `x-${randomBytes(6).toString('hex')}`
}

/** What a tenant is made of, under a subdomain of its own. */
export function newTenant(overrides: Partial<NewTenant> = {}): NewTenant {
  return {
    slug: anySlug(),
    name: 'A throw-away ISP',
    country: 'BD',
    currency: 'BDT',
    timezone: 'Asia/Dhaka',
    ...overrides,
  }
}

/** A throw-away tenant, made the way sign-up makes one. */
export async function createTenant(overrides: Partial<NewTenant> = {}): Promise<Tenant> {
  const provisionTenant = await app.container.make(ProvisionTenant)
  return provisionTenant.execute(newTenant(overrides))
}

/** Takes everything of a tenant away again. */
export async function dropTenant(tenant: Pick<Tenant, 'id' | 'schema'>): Promise<void> {
  const schema = schemaName(tenant.schema)
  await asOwner(`delete from pgboss.job where data->>'tenantId' = $1`, [String(tenant.id)])
  await asOwner(`
    delete from platform.tenants where schema = '${schema}';
    drop schema if exists ${schema} cascade;
    drop role if exists ${schema};
  `)
}
