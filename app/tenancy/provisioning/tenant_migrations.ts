import { readdir } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import type { TenantMigration } from '#tenancy/tenant_migration'

/** A numbered step of the tenant schema, in the order of the numbers. */
export interface NumberedMigration {
  version: number
  name: string
  migration: TenantMigration
}

const FILE = /^(\d{4})_([a-z0-9_]+)\.(?:ts|js)$/

let loaded: Promise<NumberedMigration[]> | undefined

/** All steps, read once a process. @throws TypeError for a file that is not a migration */
export function tenantMigrations(): Promise<NumberedMigration[]> {
  loaded ??= load()
  return loaded
}

/** The schema_version of a tenant that is up to date. */
export async function latestVersion(): Promise<number> {
  const migrations = await tenantMigrations()
  return migrations.at(-1)?.version ?? 0
}

async function load(): Promise<NumberedMigration[]> {
  const folder = app.makePath('tenants/migrations')
  const names = await readdir(folder)
  const files = names.filter((file) => FILE.test(file)).sort()

  return Promise.all(
    files.map(async (file) => {
      const [, number = '', name = ''] = FILE.exec(file) ?? []
      const module: unknown = await import(app.makeURL('tenants/migrations', file).href)
      return { version: Number(number), name, migration: readMigration(module, file) }
    })
  )
}

function readMigration(module: unknown, file: string): TenantMigration {
  if (typeof module === 'object' && module !== null && 'default' in module) {
    const migration = module.default
    if (isMigration(migration)) return migration
  }
  throw new TypeError(`tenants/migrations/${file} has no default export with an up()`)
}

function isMigration(value: unknown): value is TenantMigration {
  return (
    typeof value === 'object' && value !== null && 'up' in value && typeof value.up === 'function'
  )
}
