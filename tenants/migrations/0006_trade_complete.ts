import type { TenantMigration } from '#tenancy/tenant_migration'

/** Bursts, months, several devices, receipts with tax, undo, vouchers, notes. */
export default {
  up: ({ schema }) => `
    alter table packages
      add column validity_months    integer check (validity_months between 1 and 24),
      add column until_midnight     boolean not null default false,
      add column burst_download_bps bigint check (burst_download_bps > 0),
      add column burst_upload_bps   bigint check (burst_upload_bps > 0),
      add column burst_seconds      integer check (burst_seconds between 1 and 600),
      add column device_limit       integer not null default 1 check (device_limit between 1 and 20);

    alter table activations
      add column validity_months    integer,
      add column until_midnight     boolean not null default false,
      add column burst_download_bps bigint,
      add column burst_upload_bps   bigint,
      add column burst_seconds      integer,
      add column device_limit       integer not null default 1,
      add column low_balance_at     timestamptz;

    alter table customers
      add column notes       text,
      add column blocked_at  timestamptz,
      add column merged_into bigint references customers;

    alter table devices add column linked_at timestamptz not null default now();
    create index devices_last_seen on devices (last_seen_at);

    create table vouchers (
      id              bigint generated always as identity primary key,
      batch           text not null,
      code_hash       text not null unique,
      sealed_code     text not null,
      package_id      bigint references packages on delete set null,
      offer           jsonb not null,
      state           text not null default 'new' check (state in ('new', 'redeemed', 'void')),
      created_by_name text not null,
      created_at      timestamptz not null default now(),
      expires_at      timestamptz,
      redeemed_at     timestamptz,
      customer_id     bigint references customers
    );
    create index vouchers_batch on vouchers (batch, id);

    -- A receipt's number is given with the payment, in its transaction: none is missing.
    alter table customer_payments
      add column receipt_no       bigint unique,
      add column discount_minor   bigint not null default 0 check (discount_minor >= 0),
      add column tax_minor        bigint not null default 0 check (tax_minor >= 0),
      add column received_by      bigint,
      add column received_by_name text,
      add column previous         jsonb,
      add column undone_at        timestamptz,
      add column undone_by_name   text,
      add column undo_reason      text,
      add column voucher_id       bigint unique references vouchers;
    update customer_payments p set receipt_no = numbered.no
      from (select id, row_number() over (order by id) as no from customer_payments) numbered
     where numbered.id = p.id;
    alter table customer_payments alter column receipt_no set not null;

    create function ${schema}.number_receipt() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
    begin
      perform pg_advisory_xact_lock(hashtext('${schema}.receipts'));
      select coalesce(max(receipt_no), 0) + 1 into new.receipt_no from ${schema}.customer_payments;
      return new;
    end $$;
    create trigger number_receipt before insert on customer_payments
      for each row execute function ${schema}.number_receipt();

    -- Lists and searches of a hundred thousand customers: by name or a part of a number.
    create index customers_status on customers (status, id desc);
    create index customers_mobile_reversed on customers (reverse(mobile) text_pattern_ops);
    create index customers_mobile_prefix on customers (mobile text_pattern_ops);
    create index customers_name_prefix on customers (lower(name) text_pattern_ops);
    create index radacct_router_recent on radacct (nasipaddress, radacctid desc);
    create index sms_messages_customer on sms_messages (customer_id, id desc);
    create index hotspot_logs_mac on hotspot_logs (mac, id desc);
  `,
} satisfies TenantMigration
