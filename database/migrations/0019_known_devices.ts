import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Which browsers an account was signed in with, so that a new one is told of; and the address it
 * had before, where warnings go for a while as well.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      alter table platform.accounts
        add column former_email     text,
        add column email_changed_at timestamptz;

      -- The browser's cookie is kept as a hash: whoever reads this can be none of them.
      create table platform.known_devices (
        account_id   bigint not null references platform.accounts on delete cascade,
        hash         text not null,
        last_seen_at timestamptz not null default now(),
        primary key (account_id, hash)
      );

      grant select, insert, update, delete on platform.known_devices to portico_app;
    `)
  }

  override async down() {
    this.schema.raw(`
      drop table platform.known_devices;
      alter table platform.accounts drop column former_email, drop column email_changed_at;
    `)
  }
}
