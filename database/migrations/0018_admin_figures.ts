import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * More of what the platform's own people look at: how busy RADIUS is, what months came to, who
 * asks for codes and enters none, and what they themselves decided beside single tenants.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      -- accounting_total: what Postgres has counted when the tenant was last collected.
      alter table platform.tenant_health
        add column accounting_total bigint,
        add column accounting_hour integer,
        add column heard_at timestamptz,
        add column codes_day integer,
        add column codes_used_day integer,
        add column code_costs jsonb not null default '[]';

      -- When each router's last RADIUS packet came; null where none ever did.
      create table platform.router_packets (
        tenant_id bigint not null references platform.tenants on delete cascade,
        router_id bigint not null,
        heard_at  timestamptz,
        primary key (tenant_id, router_id)
      );

      -- Months that are over, as they were then: they stay so, whatever becomes of their tenants.
      create table platform.revenue_months (
        month     date primary key,
        paying    integer not null,
        lost      integer not null,
        signups   integer not null,
        converted integer not null,
        lapsed    integer not null,
        closed_at timestamptz not null
      );
      create table platform.revenue_money (
        month           date not null references platform.revenue_months on delete cascade,
        currency        char(3) not null,
        recurring_minor bigint not null,
        received_minor  bigint not null,
        primary key (month, currency)
      );
      create index invoices_paid on platform.invoices (paid_at) where paid_at is not null;

      -- Who had codes sent or guessed at them, by day: a number, a device or an address.
      create table platform.code_askers (
        tenant_id bigint not null references platform.tenants on delete cascade,
        kind      text not null check (kind in ('number', 'device', 'address')),
        subject   text not null,
        day       date not null,
        asked     integer not null default 0,
        wrong     integer not null default 0,
        last_at   timestamptz not null,
        primary key (tenant_id, kind, subject, day)
      );
      create index code_askers_day on platform.code_askers (day);

      create table platform.code_blocks (
        id         bigint generated always as identity primary key,
        tenant_id  bigint not null references platform.tenants on delete cascade,
        kind       text not null check (kind in ('number', 'device', 'address')),
        subject    text not null,
        reason     text not null,
        blocked_by text not null,
        blocked_at timestamptz not null,
        unique (tenant_id, kind, subject)
      );

      -- Never changed: what admins did that is in no tenant's own history.
      create table platform.admin_acts (
        id         bigint generated always as identity primary key,
        account_id bigint references platform.accounts on delete set null,
        admin_name text not null,
        act        text not null,
        subject    text not null,
        reason     text,
        ip         text not null,
        created_at timestamptz not null
      );
      create index admin_acts_account on platform.admin_acts (account_id);

      grant select, insert, update, delete on platform.router_packets, platform.code_askers,
        platform.code_blocks to portico_app;
      grant select, insert on platform.revenue_months, platform.revenue_money,
        platform.admin_acts to portico_app;
      grant usage on all sequences in schema platform to portico_app;
    `)
  }

  override async down() {
    this.schema.raw(`
      drop table platform.admin_acts, platform.code_blocks, platform.code_askers,
        platform.revenue_money, platform.revenue_months, platform.router_packets;
      drop index platform.invoices_paid;
      alter table platform.tenant_health drop column accounting_total,
        drop column accounting_hour, drop column heard_at, drop column codes_day,
        drop column codes_used_day, drop column code_costs;
    `)
  }
}
