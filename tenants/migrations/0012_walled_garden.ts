import type { TenantMigration } from '#tenancy/tenant_migration'

/** What was pushed to a router's walled garden, and what it says now. */
export default {
  up: () => `
    alter table routers add column walled_garden jsonb;
  `,
} satisfies TenantMigration
