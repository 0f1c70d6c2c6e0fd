import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * Messages that wait for the end of the quiet hours (due_at), what messages cost, in
 * millionths of the currency's unit, since a part costs less than a minor unit, and which
 * message an operator sent again as which. The texts are in the tenant's settings.
 */
export default {
  up: () => `
    alter table sms_messages
      add column due_at        timestamptz,
      add column cost_micros   bigint check (cost_micros >= 0),
      add column cost_currency char(3),
      add column resent_as     bigint,
      add check ((cost_micros is null) = (cost_currency is null));
    create index sms_messages_waiting on sms_messages (customer_id)
      where status = 'queued' and due_at is not null;

    alter table sms_gateways
      add column part_price_micros   bigint check (part_price_micros >= 0),
      add column part_price_currency char(3),
      add check ((part_price_micros is null) = (part_price_currency is null));
  `,
} satisfies TenantMigration
