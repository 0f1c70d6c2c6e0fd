import type { TenantMigration } from '#tenancy/tenant_migration'
import { opening, updating } from '../radius/usage.js'

/**
 * What the customer's timeline and the search of names read by. A part of a name is found
 * by its trigrams; Bangla is composed first (NFC), since keyboards write the same letter
 * as one sign or as two. The index leaves nobody out: of a partial one the planner would
 * not read the statistics, and take a part that everybody's name has for a rare one.
 *
 * What a session uses is counted to whose device it was when it began, from now on.
 */
export default {
  up: ({ schema }) => `
    create index activity_log_subject on activity_log (subject text_pattern_ops);
    create index customers_merged_into on customers (merged_into) where merged_into is not null;
    create index hotspot_logs_devices on hotspot_logs (customer_id, id desc)
      where event in ('device_linked', 'device_replaced', 'device_removed') and mac is not null;
    create index hotspot_logs_links on hotspot_logs (mac, id desc) where event = 'device_linked';
    create index customers_name_parts on customers
      using gin (lower(normalize(name)) extensions.gin_trgm_ops);
    drop index customers_name_prefix;
    ${anew(opening(schema))}
    ${anew(updating(schema))}
  `,
} satisfies TenantMigration

/** Functions and triggers that 0005 has made already. */
function anew(sql: string): string {
  return sql.replaceAll(/CREATE (FUNCTION|TRIGGER)/g, 'CREATE OR REPLACE $1')
}
