import { BaseSchema } from '@adonisjs/lucid/schema'
import { slugSkeleton } from '#tenancy/provisioning/slug_skeleton'

/**
 * Who was asked to work for an ISP and has not answered yet, and addresses that mail servers
 * refuse for good. A link that was mailed is kept as a hash: nobody who reads this can use it.
 * And an index by which a new subdomain is held against those that look like it.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create table platform.invitations (
        id         bigint generated always as identity primary key,
        tenant_id  bigint not null references platform.tenants on delete cascade,
        email      text not null check (email = lower(email)),
        role       text not null check (role in ('manager', 'cashier', 'support')),
        token_hash text not null unique,
        invited_by text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null default now(),
        unique (tenant_id, email)
      );

      create table platform.undeliverable_addresses (
        email  text primary key check (email = lower(email)),
        reason text not null,
        since  timestamptz not null default now()
      );

      create index tenants_skeleton on platform.tenants ((${slugSkeleton('slug')}));

      grant select, insert, update, delete on platform.invitations,
        platform.undeliverable_addresses to portico_app;
      grant usage on all sequences in schema platform to portico_app;
    `)
  }

  override async down() {
    this.schema.raw(`
      drop index platform.tenants_skeleton;
      drop table platform.undeliverable_addresses, platform.invitations;
    `)
  }
}
