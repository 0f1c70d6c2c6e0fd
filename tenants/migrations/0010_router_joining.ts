import type { TenantMigration } from '#tenancy/tenant_migration'

/** A router joins by a script that reports how it went. */
export default {
  up: () => `
    alter table routers add column joined_at timestamptz, add column join_report jsonb;
  `,
} satisfies TenantMigration
