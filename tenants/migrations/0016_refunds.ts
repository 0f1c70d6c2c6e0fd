import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * Money given back, in part or whole, and payments that a person decided about.
 *
 * A refund is a row of customer_payments of its own: reserved before the gateway hears of it
 * ('asked'), and made or not made in the end. It has no receipt number; the receipt it is
 * named on is its payment's (refund_of). Money that was held and never credited has no
 * payment, only its attempt (intent_id).
 */
export default {
  up: ({ schema }) => `
    alter table payment_intents
      drop constraint payment_intents_state_check,
      add constraint payment_intents_state_check check (state in
        ('created', 'pending', 'paid', 'failed', 'expired', 'review', 'refused',
         'partly_refunded', 'refunded')),
      add column refunded_minor bigint not null default 0 check (refunded_minor >= 0),
      add column held jsonb;

    -- A step of a refund names it; a step that a person took names the person.
    alter table payment_transitions
      add column refund_id bigint references customer_payments,
      add column by_name text;

    alter table customer_payments
      alter column receipt_no drop not null,
      add column kind text not null default 'payment' check (kind in ('payment', 'refund')),
      add column refund_of bigint references customer_payments,
      add column refund_state text check (refund_state in ('asked', 'made', 'not_made')),
      add column refund_reference text unique,
      add column refund_effect text check (refund_effect in ('keep', 'shorten', 'end')),
      add column refund_reason text,
      add column gateway_refund text,
      add column by_hand boolean not null default false,
      add column refund_checks integer not null default 0,
      add column refund_next_at timestamptz,
      drop constraint customer_payments_intent_id_key,
      add constraint customer_payments_numbered
        check ((kind = 'payment') = (receipt_no is not null)),
      add constraint customer_payments_refund
        check ((kind = 'refund') = (refund_state is not null and refund_reference is not null));
    create unique index customer_payments_intent on customer_payments (intent_id)
      where kind = 'payment';
    create unique index customer_payments_gateway_refund on customer_payments (method, gateway_refund)
      where kind = 'refund' and not by_hand;
    create index customer_payments_refund_of on customer_payments (refund_of)
      where kind = 'refund';
    create index customer_payments_refund_intent on customer_payments (intent_id)
      where kind = 'refund';
    create index customer_payments_refunding on customer_payments (refund_next_at)
      where refund_state = 'asked';

    drop trigger number_receipt on customer_payments;
    create trigger number_receipt before insert on customer_payments
      for each row when (new.kind = 'payment') execute function ${schema}.number_receipt();
  `,
} satisfies TenantMigration
