import type { TenantMigration } from '#tenancy/tenant_migration'

/** A customer's standing agreement with a wallet (bKash), so that the next payment asks for the PIN alone. */
export default {
  up: () => `
    -- The address a gateway sends the customer back to, for those who pay in two steps.
    alter table payment_intents add column agreement text, add column callback_url text;
    create index payment_intents_agreement on payment_intents (customer_id, gateway_id, id desc)
      where agreement is not null;
  `,
} satisfies TenantMigration
