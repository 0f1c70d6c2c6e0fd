import type { TenantMigration } from '#tenancy/tenant_migration'

/**
 * What the customer's timeline and the search of names read by. A part of a name is found
 * by its trigrams; Bangla is composed first (NFC), since keyboards write the same letter
 * as one sign or as two.
 */
export default {
  up: () => `
    create index activity_log_subject on activity_log (subject, id desc);
    create index customers_name_parts on customers
      using gin (lower(normalize(name)) extensions.gin_trgm_ops) where name is not null;
    drop index customers_name_prefix;
  `,
} satisfies TenantMigration
