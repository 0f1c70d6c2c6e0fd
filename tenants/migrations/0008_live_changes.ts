import type { TenantMigration } from '#tenancy/tenant_migration'

/** A running session can be given another speed and time without ending it. */
export default {
  up: () => `
    alter table router_commands drop constraint router_commands_kind_check,
      add constraint router_commands_kind_check check (kind in ('login', 'logout', 'change'));
  `,
} satisfies TenantMigration
