import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * What was last heard of a router, the trouble people are told of, and where it stands: routers
 * of one zone are one place to customers, and broadcast one SSID.
 */
export default {
  up: () => `
    alter table routers
      add column health jsonb,
      add column alerts jsonb not null default '{}',
      add column ssid text,
      add column zone text;
  `,
} satisfies TenantMigration
