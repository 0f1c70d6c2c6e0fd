import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What the pumping guard did: number ranges no codes go to for a while, and how many codes were
 * refused, by day, reason and destination. Of all tenants in one place, as the platform's own
 * people look for abuse across them.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create table platform.sms_pauses (
        tenant_id    bigint not null references platform.tenants on delete cascade,
        prefix       text not null,
        paused_at    timestamptz not null,
        paused_until timestamptz not null,
        codes        integer not null,
        used         integer not null,
        primary key (tenant_id, prefix)
      );

      create table platform.sms_refusals (
        tenant_id   bigint not null references platform.tenants on delete cascade,
        day         date not null,
        reason      text not null,
        destination text not null,
        refused     integer not null default 1,
        last_at     timestamptz not null,
        primary key (tenant_id, day, reason, destination)
      );
      create index sms_refusals_day on platform.sms_refusals (day);

      grant select, insert, update, delete
        on platform.sms_pauses, platform.sms_refusals to portico_app;
    `)
  }

  override async down() {
    this.schema.raw('drop table platform.sms_refusals, platform.sms_pauses')
  }
}
