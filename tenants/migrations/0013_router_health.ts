import type { TenantMigration } from '#tenancy/tenant_migration'

/** What was last heard of a router, and the zone it belongs to. */
export default {
  up: () => `
    alter table routers add column health jsonb, add column ssid text;
  `,
} satisfies TenantMigration
