import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The platform's own tables. The schema `platform` exists before this runs
 * (platform:migrate), because Lucid keeps its own record of migrations there.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create table platform.tenants (
        id             bigint generated always as identity primary key,
        slug           text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'),
        name           text not null,
        schema         text not null unique check (schema ~ '^t_[a-z2-7]{12}$'),
        status         text not null check (status in ('provisioning', 'trial', 'active',
                         'past_due', 'read_only', 'suspended', 'closed')),
        schema_version integer not null default 0,
        shard          text not null default 'main',
        country        char(2) not null,
        currency       char(3) not null,
        timezone       text not null,
        locale         text not null default 'en',
        brand_color    text not null default '#0f766e' check (brand_color ~ '^#[0-9a-f]{6}$'),
        trial_ends_at  timestamptz,
        created_at     timestamptz not null default now()
      );

      create table platform.accounts (
        id         bigint generated always as identity primary key,
        email      text not null,
        name       text not null,
        password   text not null,
        is_admin   boolean not null default false,
        created_at timestamptz not null default now()
      );
      create unique index accounts_email_unique on platform.accounts (lower(email));

      create table platform.memberships (
        account_id bigint not null references platform.accounts on delete cascade,
        tenant_id  bigint not null references platform.tenants on delete cascade,
        role       text not null check (role in ('owner', 'manager', 'cashier', 'support')),
        created_at timestamptz not null default now(),
        primary key (account_id, tenant_id)
      );
      create index memberships_tenant on platform.memberships (tenant_id);

      -- What FreeRADIUS asks for by the source address of a packet.
      create table platform.radius_clients (
        id         bigint generated always as identity primary key,
        tenant_id  bigint not null references platform.tenants on delete cascade,
        router_id  bigint not null,
        address    inet not null unique,
        secret     text not null,
        schema     text not null references platform.tenants (schema) on delete cascade,
        created_at timestamptz not null default now(),
        unique (tenant_id, router_id)
      );

      -- The router's login page names its router by this token, never by its identity alone.
      create table platform.router_tokens (
        token      text primary key,
        tenant_id  bigint not null references platform.tenants on delete cascade,
        router_id  bigint not null,
        identity   text not null,
        unique (tenant_id, router_id)
      );

      -- When each tenant next has something to sweep. The scheduler reads the head of this index.
      create table platform.due_work (
        tenant_id bigint primary key references platform.tenants on delete cascade,
        schema    text not null unique,
        due_at    timestamptz
      );
      create index due_work_due_at on platform.due_work (due_at) where due_at is not null;
    `)

    /**
     * The only thing a tenant's role, or FreeRADIUS through the usage trigger,
     * may say to the platform: "look at me then". It can name no later time
     * than the one already set, so it cannot make the platform forget anyone.
     */
    this.schema.raw(`
      create function platform.mark_due(tenant_schema text, at timestamptz) returns void
      language sql security definer set search_path = pg_catalog as $$
        update platform.due_work set due_at = at
         where schema = tenant_schema and (due_at is null or due_at > at)
      $$;
      revoke all on function platform.mark_due(text, timestamptz) from public;
    `)

    this.schema.raw(`
      do $$ begin
        if not exists (select from pg_roles where rolname = 'portico_tenant') then
          create role portico_tenant nologin;
        end if;
      end $$;

      grant usage on schema platform to portico_app, portico_radius, portico_tenant;
      grant select, insert, update, delete on platform.tenants, platform.accounts,
        platform.memberships, platform.radius_clients, platform.router_tokens,
        platform.due_work to portico_app;
      grant usage on all sequences in schema platform to portico_app;
      grant select on platform.radius_clients to portico_radius;
      grant execute on function platform.mark_due(text, timestamptz)
        to portico_app, portico_radius, portico_tenant;
    `)
  }

  override async down() {
    this.schema.raw('drop schema platform cascade')
  }
}
