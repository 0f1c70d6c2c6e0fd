import type { TenantMigration } from '#tenancy/tenant_migration'

/** What the payment page remembers. */
export default {
  up: () => `
    select 1;
  `,
} satisfies TenantMigration
