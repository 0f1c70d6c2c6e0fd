import type { TenantMigration } from '#tenancy/tenant_migration'

/** When a payment was first gone on with by the link of an SMS, perhaps on another device. */
export default {
  up: () => `
    alter table payment_intents add column resumed_at timestamptz;
  `,
} satisfies TenantMigration
