import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Ways to sign in besides a password, what an account has proven, and where it is signed in.
 * Tokens and recovery codes are kept as hashes: whoever reads these tables can use none of them.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      alter table platform.accounts
        alter column password drop not null,
        add column email_verified_at timestamptz,
        add column totp_secret       text,
        add column totp_last_step    bigint;

      -- Somebody at Google or GitHub, by the subject that never changes; the e-mail there may.
      create table platform.identities (
        id         bigint generated always as identity primary key,
        account_id bigint not null references platform.accounts on delete cascade,
        provider   text not null check (provider in ('google', 'github')),
        subject    text not null,
        email      text not null,
        created_at timestamptz not null default now(),
        unique (provider, subject),
        unique (account_id, provider)
      );

      -- Links that were mailed: one purpose, one address, one use.
      create table platform.account_tokens (
        hash       text primary key,
        account_id bigint not null references platform.accounts on delete cascade,
        purpose    text not null check (purpose in
                     ('verify_email', 'change_email', 'reset_password')),
        email      text not null,
        expires_at timestamptz not null
      );
      create index account_tokens_account on platform.account_tokens (account_id, purpose);

      create table platform.recovery_codes (
        account_id bigint not null references platform.accounts on delete cascade,
        hash       text not null,
        primary key (account_id, hash)
      );

      -- Where an account is signed in; tenant_id is null on the platform's own host.
      create table platform.sessions (
        id           bigint generated always as identity primary key,
        account_id   bigint not null references platform.accounts on delete cascade,
        tenant_id    bigint references platform.tenants on delete cascade,
        user_agent   text not null,
        ip           text not null,
        created_at   timestamptz not null default now(),
        last_seen_at timestamptz not null default now()
      );
      create index sessions_account on platform.sessions (account_id, last_seen_at);
      create index sessions_tenant on platform.sessions (tenant_id);

      grant select, insert, update, delete on platform.identities, platform.account_tokens,
        platform.recovery_codes, platform.sessions to portico_app;
      grant usage on all sequences in schema platform to portico_app;
    `)
  }

  override async down() {
    this.schema.raw(`
      drop table platform.sessions, platform.recovery_codes, platform.account_tokens,
        platform.identities;
      alter table platform.accounts drop column email_verified_at, drop column totp_secret,
        drop column totp_last_step;
    `)
  }
}
