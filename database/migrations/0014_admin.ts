import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What the platform's own people need: how each tenant is, collected in the background, who of
 * them looked into which dashboard, and where they may sign in from.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      alter table platform.accounts add column admin_networks cidr[];

      -- One row a tenant, so that no page asks a thousand schemas. Null until it was collected.
      create table platform.tenant_health (
        tenant_id        bigint primary key references platform.tenants on delete cascade,
        due_at           timestamptz not null default now(),
        collected_at     timestamptz,
        failed_at        timestamptz,
        size_octets      bigint,
        routers_up       integer,
        routers_down     integer,
        dead_commands    integer,
        failed_sms       integer,
        failed_jobs      integer,
        accepts_hour     integer,
        rejects_hour     integer,
        revenue_minor    bigint,
        last_activity_at timestamptz
      );
      create index tenant_health_due on platform.tenant_health (due_at);

      -- Never deleted while the tenant exists: who looked into its dashboard, why and until when.
      create table platform.impersonations (
        id         bigint generated always as identity primary key,
        tenant_id  bigint not null references platform.tenants on delete cascade,
        account_id bigint not null references platform.accounts on delete cascade,
        admin_name text not null,
        reason     text not null,
        created_at timestamptz not null,
        entered_at timestamptz,
        expires_at timestamptz not null,
        ended_at   timestamptz,
        ended_by   text
      );
      create index impersonations_live on platform.impersonations (tenant_id, expires_at)
        where ended_at is null;
      create index impersonations_account on platform.impersonations (account_id);

      -- Until when an admin's limits count instead of the plan's.
      create table platform.limit_grants (
        tenant_id  bigint primary key references platform.tenants on delete cascade,
        expires_at timestamptz not null
      );

      -- What became of the last attempt to bring a tenant's schema up to date.
      create table platform.schema_upgrades (
        tenant_id bigint primary key references platform.tenants on delete cascade,
        state     text not null check (state in ('queued', 'done', 'failed')),
        message   text,
        at        timestamptz not null
      );

      grant select, insert, update, delete on platform.tenant_health, platform.impersonations,
        platform.limit_grants, platform.schema_upgrades to portico_app;
      grant usage on all sequences in schema platform to portico_app;
    `)
  }

  override async down() {
    this.schema.raw(`
      drop table platform.schema_upgrades, platform.limit_grants, platform.impersonations,
        platform.tenant_health;
      alter table platform.accounts drop column admin_networks;
    `)
  }
}
