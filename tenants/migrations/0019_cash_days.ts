import type { TenantMigration } from '#tenancy/tenant_migration'

/** What cashiers hand over at the end of their day. */
export default {
  up: () => `
    select 1;
  `,
} satisfies TenantMigration
