import type { TenantMigration } from '#tenancy/tenant_migration'

/** The form by which a browser goes to a gateway that takes no link (Razorpay's hosted checkout). */
export default {
  up: () => `
    alter table payment_intents add column checkout_form jsonb;
  `,
} satisfies TenantMigration
