import type { TenantMigration } from '#tenancy/tenant_migration'

/** Reports read a period of what came in and of what went back; the day's cash is one of them. */
export default {
  up: () => `
    create index customer_payments_paid_at on customer_payments (paid_at);
    create index customer_payments_undone_at on customer_payments (undone_at)
      where undone_at is not null;
  `,
} satisfies TenantMigration
