import type { SchemaName } from '#tenancy/schema_name'

/** What a tenant migration may name: its schema and the role of the same name. */
export interface TenantMigrationContext {
  schema: SchemaName
  role: SchemaName
}

/**
 * One step of the tenant schema. Its file name starts with its number, which
 * is the schema_version it leads to. Runs in one transaction with the
 * search_path on the tenant's schema; function bodies must qualify names.
 */
export interface TenantMigration {
  up(context: TenantMigrationContext): string
}
