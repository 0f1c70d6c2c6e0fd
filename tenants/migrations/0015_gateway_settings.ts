import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * How each gateway is offered: its minimum and the fee shown, in minor units of the ISP's
 * currency and in hundredths of a percent. When its credentials were entered, what the last
 * test of the connection said, and the address it sends notices to where we made that.
 */
export default {
  up: () => `
    alter table payment_gateways
      add minimum_minor    bigint not null default 0 check (minimum_minor >= 0),
      add fee_basis_points integer not null default 0 check (fee_basis_points between 0 and 10000),
      add fee_minor        bigint not null default 0 check (fee_minor >= 0),
      add entered_at       timestamptz,
      add last_check       jsonb,
      add notice_endpoint  jsonb;
    update payment_gateways set entered_at = updated_at;
    alter table payment_gateways
      alter entered_at set default now(),
      alter entered_at set not null;
  `,
} satisfies TenantMigration
