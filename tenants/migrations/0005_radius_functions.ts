import type { TenantMigration } from '#tenancy/tenant_migration'
import { answers } from '../radius/answers.js'
import { interim, late, opening, updating } from '../radius/usage.js'

/** What FreeRADIUS answers a device, and how accounting becomes usage. */
export default {
  up: ({ schema }) => `
    ALTER TABLE ${schema}.activations SET (
      autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 5000);
    ${answers(schema)}
    ${opening(schema)}
    ${updating(schema)}
    ${late(schema)}
    ${interim(schema)}
    REVOKE ALL ON FUNCTION ${schema}.radius_late, ${schema}.radius_interim FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ${schema}.radius_late, ${schema}.radius_interim TO portico_radius;
  `,
} satisfies TenantMigration
