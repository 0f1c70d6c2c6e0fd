import type { TenantMigration } from '#tenancy/tenant_migration'

/** A router joins by a script that reports how it went, and who it is. */
export default {
  up: () => `
    alter table routers
      add column join_choices     jsonb,
      add column joined_at        timestamptz,
      add column join_report      jsonb,
      add column routeros_version text,
      add column board_name       text,
      add column serial_number    text;
  `,
} satisfies TenantMigration
