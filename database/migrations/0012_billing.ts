import { BaseSchema } from '@adonisjs/lucid/schema'

/** What ISPs owe the platform and have paid it: through Stripe, or by invoices of our own. */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      -- One an ISP: what Stripe said of it when it was last asked. stale_since: asking is due;
      -- asking_until: somebody is asking, and has died when that has passed.
      create table platform.subscriptions (
        tenant_id           bigint primary key references platform.tenants on delete cascade,
        way                 text not null default 'card' check (way in ('card', 'invoice')),
        customer            text unique,
        checkout_session    text,
        subscription        text unique,
        status              text,
        plan                text,
        next_plan           text,
        schedule            text,
        has_payment_method  boolean not null default false,
        trial_ends_at       timestamptz,
        period_ends_at      timestamptz,
        cancels_at          timestamptz,
        ended_at            timestamptz,
        tax_ids             jsonb not null default '[]',
        stale_since         timestamptz,
        asking_until        timestamptz,
        asked_at            timestamptz,
        created_at          timestamptz not null default now()
      );
      create index subscriptions_stale on platform.subscriptions (stale_since)
        where stale_since is not null;

      -- Every event of Stripe's once: that it came, whose it was and what became of it. What it
      -- says of people is not kept, since Stripe is asked anew. No reference to a tenant: the log
      -- outlives it.
      create table platform.billing_events (
        id          text primary key,
        type        text not null,
        customer    text,
        made_at     timestamptz not null,
        received_at timestamptz not null default now(),
        handled_at  timestamptz,
        outcome     text not null default 'received'
                    check (outcome in ('received', 'applied', 'foreign', 'no_customer'))
      );
      create index billing_events_waiting on platform.billing_events (customer)
        where handled_at is null;
      create index billing_events_received on platform.billing_events (received_at desc);

      create table platform.invoices (
        id             bigint generated always as identity primary key,
        tenant_id      bigint not null references platform.tenants on delete cascade,
        stripe_invoice text unique,
        number         text not null unique,
        plan           text,
        status         text not null check (status in ('open', 'paid', 'uncollectible', 'void')),
        amount_minor   bigint not null check (amount_minor >= 0),
        paid_minor     bigint not null default 0 check (paid_minor >= 0),
        currency       char(3) not null,
        period_start   timestamptz not null,
        period_end     timestamptz not null check (period_end >= period_start),
        issued_at      timestamptz not null,
        due_at         timestamptz not null,
        paid_at        timestamptz,
        hosted_url     text,
        pdf_url        text,
        settled_by     text,
        settled_with   text
      );
      create index invoices_tenant on platform.invoices (tenant_id, issued_at desc);
      -- One invoice of ours a period.
      create unique index invoices_once on platform.invoices (tenant_id, period_start)
        where stripe_invoice is null and status <> 'void';
      create sequence platform.invoice_numbers;

      -- Letters about money, each once: "trial_3" about the day the trial ends, "payment_failed"
      -- about an invoice and its attempt.
      create table platform.billing_letters (
        tenant_id bigint not null references platform.tenants on delete cascade,
        kind      text not null,
        about     text not null,
        sent_at   timestamptz not null default now(),
        primary key (tenant_id, kind, about)
      );

      -- What was told to Stripe's meter for each day: the same value however often it is retried.
      create table platform.usage_reports (
        tenant_id   bigint not null references platform.tenants on delete cascade,
        day         date not null,
        value       integer not null check (value >= 0),
        reported_at timestamptz,
        primary key (tenant_id, day)
      );

      grant select, insert, update on platform.subscriptions, platform.billing_events,
        platform.invoices, platform.usage_reports to portico_app;
      grant select, insert, delete on platform.billing_letters to portico_app;
      grant usage on sequence platform.invoice_numbers, platform.invoices_id_seq to portico_app;
    `)
  }

  override async down() {
    this.schema.raw(`
      drop table platform.subscriptions, platform.billing_events, platform.invoices,
        platform.billing_letters, platform.usage_reports;
      drop sequence platform.invoice_numbers;
    `)
  }
}
