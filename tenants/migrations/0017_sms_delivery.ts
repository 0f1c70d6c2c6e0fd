import type { TenantMigration } from '#tenancy/tenant_migration'

/** Order, balance and delivery reports of SMS accounts. */
export default {
  up: () => `
    select 1;
  `,
} satisfies TenantMigration
