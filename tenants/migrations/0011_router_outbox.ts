import type { TenantMigration } from '#tenancy/tenant_migration'

/** Commands of every kind a router may be told. */
export default {
  up: () => `
    select 1;
  `,
} satisfies TenantMigration
