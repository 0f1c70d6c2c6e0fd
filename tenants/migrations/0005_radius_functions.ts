import type { TenantMigration } from '#tenancy/tenant_migration'
import { answers } from '../radius/answers.js'
import { late, opening, updating } from '../radius/usage.js'

/** What FreeRADIUS answers a device, and how accounting becomes usage. */
export default {
  up: ({ schema }) => `
    ALTER TABLE ${schema}.activations SET (
      autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 5000);
    ${answers(schema)}
    ${opening(schema)}
    ${updating(schema)}
    ${late(schema)}
    REVOKE ALL ON FUNCTION ${schema}.radius_late FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.radius_late TO portico_radius;
  `,
} satisfies TenantMigration
