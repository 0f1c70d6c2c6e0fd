import type { TenantMigration } from '#tenancy/tenant_migration'

/** Texts of the ISP's own, quiet hours, cost. */
export default {
  up: () => `
    select 1;
  `,
} satisfies TenantMigration
