import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The one-time line by which a router joins. A router asks for its script
 * without a login, so the token alone leads to the tenant; hence the platform's table.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create table platform.router_joinings (
        id           bigint generated always as identity primary key,
        token        text not null unique check (token ~ '^[A-Za-z0-9_-]{32,64}$'),
        tenant_id    bigint not null references platform.tenants on delete cascade,
        router_id    bigint not null,
        created_at   timestamptz not null default now(),
        expires_at   timestamptz not null,
        fetches      integer not null default 0,
        fetched_at   timestamptz,
        finished_at  timestamptz,
        unique (tenant_id, router_id)
      );
      grant select, insert, update, delete on platform.router_joinings to portico_app;
      grant usage on all sequences in schema platform to portico_app;
    `)
  }

  override async down() {
    this.schema.raw('drop table platform.router_joinings')
  }
}
