import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What plan an ISP has and what an admin granted beside it; how it came to the state it is in; and
 * how many customers it serves, counted every hour, so that no page counts activations.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      alter table platform.tenants
        add column plan text not null default 'growth' check (plan in ('starter', 'growth', 'pro')),
        add column limit_overrides jsonb not null default '{}',
        add column status_since timestamptz not null default now(),
        add column active_customers integer not null default 0,
        add column counted_at timestamptz;
      create index tenants_status on platform.tenants (status);

      -- Never changed: who moved an ISP to which state or plan, and why.
      create table platform.tenant_events (
        id         bigint generated always as identity primary key,
        tenant_id  bigint not null references platform.tenants on delete cascade,
        kind       text not null check (kind in ('status', 'plan', 'limits')),
        before     text not null,
        after      text not null,
        reason     text not null,
        actor      text not null check (actor in ('person', 'billing', 'system')),
        account_id bigint references platform.accounts on delete set null,
        actor_name text not null,
        created_at timestamptz not null default now()
      );
      create index tenant_events_tenant on platform.tenant_events (tenant_id, id desc);
      create index tenant_events_account on platform.tenant_events (account_id);

      grant select, insert on platform.tenant_events to portico_app;
    `)

    /** Every process keeps tenants in memory, and listens. */
    this.schema.raw(`
      create function platform.tell_of_tenant() returns trigger
      language plpgsql set search_path = pg_catalog as $$
      begin
        perform pg_notify('tenant_changed', old.id::text);
        return null;
      end $$;
      create trigger tenant_changed after update or delete on platform.tenants
        for each row execute function platform.tell_of_tenant();
    `)
  }

  override async down() {
    this.schema.raw(`
      drop trigger tenant_changed on platform.tenants;
      drop function platform.tell_of_tenant;
      drop table platform.tenant_events;
      drop index platform.tenants_status;
      alter table platform.tenants drop column plan, drop column limit_overrides,
        drop column status_since, drop column active_customers, drop column counted_at;
    `)
  }
}
