import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What each cashier had in the drawer at the end of a day, as it stood when the day was closed:
 * minor units, the day of the ISP's calendar. A row never changes but to be confirmed.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create table platform.cash_days (
        id                bigint generated always as identity primary key,
        tenant_id         bigint not null references platform.tenants on delete cascade,
        cashier_id        bigint not null,
        cashier_name      text not null,
        day               date not null,
        currency          char(3) not null,
        sales             integer not null check (sales >= 0),
        opening_minor     bigint not null check (opening_minor >= 0),
        carried_minor     bigint not null,
        taken_minor       bigint not null check (taken_minor >= 0),
        undone_minor      bigint not null check (undone_minor >= 0),
        refunded_minor    bigint not null check (refunded_minor >= 0),
        expected_minor    bigint not null check
          (expected_minor = opening_minor + carried_minor + taken_minor - undone_minor - refunded_minor),
        counted_minor     bigint not null check (counted_minor >= 0),
        handed_over_minor bigint not null check (handed_over_minor between 0 and counted_minor),
        note              text not null default '',
        closed_by_name    text not null,
        closed_at         timestamptz not null,
        confirmed_by_name text,
        confirmed_at      timestamptz,
        unique (tenant_id, cashier_id, currency, day)
      );
      create index cash_days_tenant on platform.cash_days (tenant_id, day);

      grant select, insert on platform.cash_days to portico_app;
      grant update (confirmed_by_name, confirmed_at) on platform.cash_days to portico_app;
    `)
  }

  override async down() {
    this.schema.raw('drop table platform.cash_days')
  }
}
