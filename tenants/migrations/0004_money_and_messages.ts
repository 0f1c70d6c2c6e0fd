import type { TenantMigration } from '#tenancy/tenant_migration'

/** Gateway accounts of the ISP, what was paid through them and what was said. */
export default {
  up: () => `
    -- credentials and tokens are sealed with the application's key. A lease keeps two
    -- processes from asking a gateway for a token at once (bKash grants two an hour).
    create table payment_gateways (
      id          bigint generated always as identity primary key,
      provider    text not null unique,
      environment text not null default 'live' check (environment in ('sandbox', 'live')),
      enabled     boolean not null default true,
      position    integer not null default 0,
      credentials text not null,
      tokens      text,
      lease_until timestamptz,
      created_at  timestamptz not null default now(),
      updated_at  timestamptz not null default now()
    );

    create table sms_gateways (
      id          bigint generated always as identity primary key,
      provider    text not null unique,
      environment text not null default 'live' check (environment in ('sandbox', 'live')),
      enabled     boolean not null default true,
      position    integer not null default 0,
      credentials text not null,
      created_at  timestamptz not null default now(),
      updated_at  timestamptz not null default now()
    );

    create table payment_intents (
      id                  bigint generated always as identity primary key,
      reference           text not null unique,
      customer_id         bigint not null references customers,
      mobile              text not null,
      package_id          bigint references packages on delete set null,
      offer               jsonb not null,
      gateway_id          bigint references payment_gateways on delete set null,
      gateway             text not null,
      amount_minor        bigint not null check (amount_minor > 0),
      currency            char(3) not null,
      state               text not null default 'created' check (state in
                            ('created', 'pending', 'paid', 'failed', 'expired', 'review')),
      gateway_reference   text,
      gateway_transaction text,
      redirect_url        text,
      return_token        text not null,
      callback_hint       jsonb,
      mac                 text,
      router_id           bigint,
      checks              integer not null default 0,
      next_check_at       timestamptz,
      expires_at          timestamptz not null,
      paid_at             timestamptz,
      created_at          timestamptz not null default now(),
      updated_at          timestamptz not null default now(),
      unique (gateway, gateway_reference),
      unique (gateway, gateway_transaction)
    );
    create index payment_intents_customer on payment_intents (customer_id, id desc);
    create index payment_intents_unsettled on payment_intents (next_check_at)
      where state in ('created', 'pending');

    create table payment_transitions (
      id         bigint generated always as identity primary key,
      intent_id  bigint not null references payment_intents on delete cascade,
      from_state text,
      to_state   text not null,
      cause      text not null,
      evidence   jsonb not null default '{}',
      created_at timestamptz not null default now()
    );
    create index payment_transitions_intent on payment_transitions (intent_id, id);

    create table customer_payments (
      id                  bigint generated always as identity primary key,
      customer_id         bigint not null references customers,
      intent_id           bigint unique references payment_intents,
      activation_id       bigint references activations,
      method              text not null,
      package_name        text not null,
      amount_minor        bigint not null check (amount_minor >= 0),
      currency            char(3) not null,
      gateway_transaction text,
      paid_at             timestamptz not null default now()
    );
    create index customer_payments_recent on customer_payments (id desc);
    create index customer_payments_customer on customer_payments (customer_id, id desc);

    create table sms_messages (
      id                 bigint generated always as identity primary key,
      customer_id        bigint,
      mobile             text not null,
      event              text not null,
      body               text not null,
      sealed_body        text,
      segments           integer not null,
      provider           text,
      status             text not null default 'queued' check (status in
                           ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')),
      attempts           integer not null default 0,
      provider_reference text,
      error              text,
      created_at         timestamptz not null default now(),
      sent_at            timestamptz
    );
    create index sms_messages_recent on sms_messages (id desc);
    create index sms_messages_open on sms_messages (id) where status in ('queued', 'sending');
  `,
} satisfies TenantMigration
