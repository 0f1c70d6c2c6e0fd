import type { TenantMigration } from '#tenancy/tenant_migration'
import { answersInWindows } from '../radius/answers.js'

/**
 * What was pushed to a router's walled garden and what it said last, and payment windows: a
 * device that may be online for some minutes, slowly, to get through its bank's pages.
 */
export default {
  up: ({ schema }) => `
    alter table routers add column walled_garden jsonb;

    alter table devices add column window_until timestamptz;
    create index devices_window on devices (window_until) where window_until is not null;
    ${answersInWindows(schema)}
  `,
} satisfies TenantMigration
