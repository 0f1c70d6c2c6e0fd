import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The ends of a tenant's life: what a sign-up has still to do once its tables are there, and a
 * tenant whose tables are gone for good.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      -- Written with the tenant and taken away when it opens: whoever finds one finishes it.
      create table platform.openings (
        tenant_id        bigint primary key references platform.tenants on delete cascade,
        example_packages boolean not null
      );
      grant select, delete on platform.openings to portico_app;

      alter table platform.tenants
        drop constraint tenants_status_check,
        add constraint tenants_status_check check (status in ('provisioning', 'trial', 'active',
          'past_due', 'read_only', 'suspended', 'closed', 'erased'));

      alter table platform.tenant_events
        drop constraint tenant_events_kind_check,
        add constraint tenant_events_kind_check check (kind in
          ('status', 'plan', 'limits', 'subscription', 'invoice', 'export'));
    `)
  }

  override async down() {
    this.schema.raw(`
      drop table platform.openings;
      delete from platform.tenants where status = 'erased';
      alter table platform.tenants
        drop constraint tenants_status_check,
        add constraint tenants_status_check check (status in ('provisioning', 'trial', 'active',
          'past_due', 'read_only', 'suspended', 'closed'));
      delete from platform.tenant_events where kind = 'export';
      alter table platform.tenant_events
        drop constraint tenant_events_kind_check,
        add constraint tenant_events_kind_check check (kind in
          ('status', 'plan', 'limits', 'subscription', 'invoice'));
    `)
  }
}
