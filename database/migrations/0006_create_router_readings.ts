import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * When each router is to be asked how it is, and what it said: a row for every five minutes,
 * so that a month of a thousand routers stays a table one can keep.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create table platform.router_probes (
        tenant_id    bigint not null references platform.tenants on delete cascade,
        router_id    bigint not null,
        due_at       timestamptz not null,
        leased_until timestamptz,
        failures     integer not null default 0,
        primary key (tenant_id, router_id)
      );
      create index router_probes_due on platform.router_probes (due_at);

      create table platform.router_readings (
        tenant_id      bigint not null references platform.tenants on delete cascade,
        router_id      bigint not null,
        at             timestamptz not null,
        readings       integer not null default 0,
        answered       integer not null default 0,
        round_trip_ms  integer,
        cpu_percent    integer,
        memory_percent integer,
        sessions       integer,
        clock_offset   integer,
        findings       text[] not null default '{}',
        primary key (tenant_id, router_id, at)
      );
      create index router_readings_at on platform.router_readings using brin (at);

      grant select, insert, update, delete
        on platform.router_probes, platform.router_readings to portico_app;
    `)
  }

  override async down() {
    this.schema.raw('drop table platform.router_readings, platform.router_probes')
  }
}
