import type { TenantMigration } from '#tenancy/tenant_migration'

/** Money given back, in part or whole. */
export default {
  up: () => `
    select 1;
  `,
} satisfies TenantMigration
