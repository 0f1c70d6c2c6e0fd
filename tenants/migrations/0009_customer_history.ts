import type { TenantMigration } from '#tenancy/tenant_migration'

/** What the customer's timeline and the search of names read by. */
export default {
  up: () => `
    create index activity_log_subject on activity_log (subject);
  `,
} satisfies TenantMigration
