import type { TenantMigration } from '#tenancy/tenant_migration'

/** What the ISP sells, and to whom. */
export default {
  up: () => `
    create table packages (
      id               bigint generated always as identity primary key,
      customer_type    text not null default 'hotspot' check (customer_type in ('hotspot', 'pppoe')),
      name             text not null,
      price_minor      bigint not null check (price_minor >= 0),
      currency         char(3) not null,
      validity_seconds integer not null check (validity_seconds > 0),
      download_bps     bigint not null check (download_bps > 0),
      upload_bps       bigint not null check (upload_bps > 0),
      octets_limit     bigint check (octets_limit > 0),
      is_trial         boolean not null default false,
      active           boolean not null default true,
      position         integer not null default 0,
      created_at       timestamptz not null default now(),
      updated_at       timestamptz not null default now(),
      check (not is_trial or price_minor = 0)
    );
    create unique index packages_name_unique on packages (lower(name));
    create unique index packages_one_trial on packages (is_trial) where is_trial;

    create table customers (
      id                     bigint generated always as identity primary key,
      mobile                 text not null unique check (mobile ~ '^\\+[1-9][0-9]{6,14}$'),
      name                   text,
      status                 text not null default 'pending'
                               check (status in ('pending', 'active', 'suspended', 'blocked')),
      suspend_reason         text
                               check (suspend_reason in ('volume_limit_exceeds', 'time_limit_exceeds')),
      activation_id          bigint,
      language               text not null default 'en',
      trial_used_at          timestamptz,
      suspension_notified_at timestamptz,
      created_at             timestamptz not null default now(),
      updated_at             timestamptz not null default now()
    );

    create table devices (
      id           bigint generated always as identity primary key,
      customer_id  bigint not null references customers on delete cascade,
      mac          text not null unique check (mac ~ '^([0-9A-F]{2}:){5}[0-9A-F]{2}$'),
      last_ip      inet,
      router_id    bigint,
      last_seen_at timestamptz,
      created_at   timestamptz not null default now()
    );
    create index devices_customer on devices (customer_id);

    -- Usage is added to these rows at every interim update: room on the page keeps
    -- those updates away from the indexes (HOT), which name no counter.
    create table activations (
      id               bigint generated always as identity primary key,
      customer_id      bigint not null references customers on delete cascade,
      package_id       bigint references packages on delete set null,
      package_name     text not null,
      source           text not null check (source in ('trial', 'payment', 'cash', 'operator')),
      price_minor      bigint not null,
      currency         char(3) not null,
      validity_seconds integer not null,
      download_bps     bigint not null,
      upload_bps       bigint not null,
      octets_limit     bigint,
      octets_used      bigint not null default 0 check (octets_used >= 0),
      starts_at        timestamptz not null,
      expires_at       timestamptz not null,
      status           text not null default 'running'
                         check (status in ('running', 'suspended', 'replaced', 'ended')),
      exhausted_at     timestamptz,
      suspended_at     timestamptz,
      suspend_reason   text,
      created_at       timestamptz not null default now()
    ) with (fillfactor = 70);
    create unique index activations_one_running on activations (customer_id) where status = 'running';
    create index activations_customer on activations (customer_id, id desc);
    create index activations_expiring on activations (expires_at) where status = 'running';
    create index activations_exhausted on activations (exhausted_at)
      where status = 'running' and exhausted_at is not null;

    alter table customers add foreign key (activation_id) references activations on delete set null;

    create table hotspot_logs (
      id          bigint generated always as identity primary key,
      customer_id bigint,
      mobile      text,
      mac         text,
      router_id   bigint,
      event       text not null,
      detail      jsonb not null default '{}',
      created_at  timestamptz not null default now()
    );
    create index hotspot_logs_recent on hotspot_logs (id desc);
    create index hotspot_logs_customer on hotspot_logs (customer_id, id desc);

    create table auto_suspension_logs (
      id            bigint generated always as identity primary key,
      customer_id   bigint not null,
      activation_id bigint not null unique,
      reason        text not null check (reason in ('volume_limit_exceeds', 'time_limit_exceeds')),
      octets_used   bigint not null,
      octets_limit  bigint,
      expires_at    timestamptz not null,
      suspended_at  timestamptz not null
    );
    create index auto_suspension_logs_customer on auto_suspension_logs (customer_id, id desc);

    create table activity_log (
      id           bigint generated always as identity primary key,
      account_id   bigint,
      account_name text not null,
      action       text not null,
      subject      text not null,
      detail       jsonb not null default '{}',
      ip           inet,
      created_at   timestamptz not null default now()
    );
    create index activity_log_recent on activity_log (id desc);
  `,
} satisfies TenantMigration
