import type { TenantMigration } from '#tenancy/tenant_migration'

/** The ISP's routers, and what they are still to be told. */
export default {
  up: () => `
    create table routers (
      id                     bigint generated always as identity primary key,
      name                   text not null,
      address                inet not null unique,
      kind                   text not null default 'hotspot' check (kind = 'hotspot'),
      identity               text not null,
      token                  text not null unique,
      hotspot_address        text not null,
      radius_secret          text not null,
      api_user               text not null,
      api_password           text not null,
      api_port               integer not null check (api_port between 1 and 65535),
      api_state              text not null default 'unknown'
                               check (api_state in ('unknown', 'reachable', 'unreachable', 'refused')),
      api_message            text,
      api_checked_at         timestamptz,
      created_at             timestamptz not null default now(),
      updated_at             timestamptz not null default now()
    );
    create unique index routers_name_unique on routers (lower(name));

    -- The outbox. Written with the business change, worked off in order per router.
    create table router_commands (
      id          bigint generated always as identity primary key,
      router_id   bigint not null references routers on delete cascade,
      kind        text not null check (kind in ('login', 'logout')),
      payload     jsonb not null,
      dedupe_key  text not null unique,
      state       text not null default 'pending'
                    check (state in ('pending', 'running', 'done', 'dead')),
      attempts    integer not null default 0,
      not_before  timestamptz not null default now(),
      deadline_at timestamptz not null,
      outcome     text,
      last_error  text,
      created_at  timestamptz not null default now(),
      finished_at timestamptz
    );
    create index router_commands_open on router_commands (router_id, id)
      where state in ('pending', 'running');
    create index router_commands_recent on router_commands (id desc);
  `,
} satisfies TenantMigration
