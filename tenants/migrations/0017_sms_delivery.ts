import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * How each SMS account fares: refusals in a row and the rest they earn it, the balance it told,
 * and the secret part of the address its delivery reports come to. Of a message: every try, when
 * to ask what became of it, and whether its code was used.
 */
export default {
  up: () => `
    alter table sms_gateways
      add column report_token     text not null unique default
        replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
      add column failures         integer not null default 0,
      add column rests_until      timestamptz,
      add column last_outcome     text check (last_outcome in ('accepted', 'refused', 'unknown')),
      add column last_reason      text,
      add column last_tried_at    timestamptz,
      add column balance_minor    bigint check (balance_minor >= 0),
      add column balance_currency char(3),
      add column balance_asked_at timestamptz,
      add column balance_error    text,
      add column balance_due_at   timestamptz default now(),
      add column low_at_minor     bigint check (low_at_minor >= 0),
      add column low_since        timestamptz,
      add check ((balance_minor is null) = (balance_currency is null));

    alter table sms_messages
      add column tries       jsonb not null default '[]',
      add column poll_at     timestamptz,
      add column reported_at timestamptz,
      add column used_at     timestamptz;
    create index sms_messages_reference on sms_messages (provider, provider_reference)
      where provider_reference is not null;
    create index sms_messages_poll on sms_messages (poll_at) where poll_at is not null;
    create index sms_messages_mobile on sms_messages (mobile, id desc);
    create index sms_messages_created on sms_messages (created_at);
    create index sms_messages_codes on sms_messages (mobile text_pattern_ops, created_at)
      where event = 'otp';
  `,
} satisfies TenantMigration
