import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * How an ISP leaves, what it is about to become, and all that an invoice of ours has to say. Numbers
 * of invoices come from a row a year that is locked until the invoice is there: a sequence leaves
 * gaps, which a tax office asks about.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      alter table platform.subscriptions
        add column pending_plan     text,
        add column pending_until    timestamptz,
        add column end_reason       text,
        add column invoice_address  text not null default '',
        add column invoice_tax_id   text not null default '';

      -- When the plan ends, or ended, because the ISP cancelled it. Here, since every page of the
      -- dashboard says so.
      alter table platform.tenants add column plan_ends_at timestamptz;

      alter table platform.tenant_events drop constraint tenant_events_kind_check,
        add constraint tenant_events_kind_check
          check (kind in ('status', 'plan', 'limits', 'subscription', 'invoice'));

      -- The amount is with tax; address and numbers are those of the day it was written.
      alter table platform.invoices
        add column tax_minor    bigint not null default 0 check (tax_minor between 0 and amount_minor),
        add column tax_name     text,
        add column bill_to      text not null default '',
        add column tax_ids      jsonb not null default '[]',
        add column voided_by    text,
        add column void_reason  text;

      create table platform.invoice_counters (
        year  integer primary key,
        last  integer not null check (last >= 0)
      );
      insert into platform.invoice_counters (year, last)
        select split_part(number, '-', 2)::int, max(split_part(number, '-', 3)::int)
          from platform.invoices
         where stripe_invoice is null and number ~ '^P-[0-9]{4}-[0-9]{6}$' group by 1;
      drop sequence platform.invoice_numbers;

      grant select, insert, update on platform.invoice_counters to portico_app;
      grant delete on platform.billing_events to portico_app;
    `)
  }

  override async down() {
    this.schema.raw(`
      create sequence platform.invoice_numbers;
      grant usage on sequence platform.invoice_numbers to portico_app;
      revoke delete on platform.billing_events from portico_app;
      drop table platform.invoice_counters;
      alter table platform.invoices drop column tax_minor, drop column tax_name, drop column bill_to,
        drop column tax_ids, drop column voided_by, drop column void_reason;
      delete from platform.tenant_events where kind in ('subscription', 'invoice');
      alter table platform.tenant_events drop constraint tenant_events_kind_check,
        add constraint tenant_events_kind_check check (kind in ('status', 'plan', 'limits'));
      alter table platform.tenants drop column plan_ends_at;
      alter table platform.subscriptions drop column pending_plan, drop column pending_until,
        drop column end_reason, drop column invoice_address, drop column invoice_tax_id;
    `)
  }
}
