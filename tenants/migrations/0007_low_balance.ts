import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * "Your balance is low" is due when usage crosses a mark, or at a time; both
 * are set with the activation. The trigger's condition is all an interim
 * update pays for it; only a crossing calls the function.
 */
export default {
  up: ({ schema }) => `
    alter table activations
      add column octets_low_at   bigint,
      add column low_from        timestamptz,
      add column low_noticed_at  timestamptz;
    create index activations_low on activations (low_noticed_at)
      where status = 'running' and low_balance_at is null and low_noticed_at is not null;
    create index activations_low_from on activations (low_from)
      where status = 'running' and low_balance_at is null and low_from is not null;

    create function ${schema}.notice_low_balance() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    begin
      new.low_noticed_at := now();
      perform platform.mark_due('${schema}', now());
      return new;
    end $$;
    create trigger notice_low_balance before update of octets_used on activations
      for each row when (new.octets_used >= new.octets_low_at and old.octets_used < old.octets_low_at)
      execute function ${schema}.notice_low_balance();
  `,
} satisfies TenantMigration
