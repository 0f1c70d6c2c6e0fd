import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { MigrateTenants } from '#tenancy/provisioning/migrate_tenants'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'

export default class TenantsStatus extends BaseCommand {
  static override commandName = 'tenants:status'
  static override description = 'Show the schema version of every tenant'
  static override options: CommandOptions = { startApp: true }

  override async run() {
    const migrate = await this.app.container.make(MigrateTenants)
    const latest = await latestVersion()

    const table = this.ui.table().head(['Tenant', 'Schema', 'Version', 'State'])
    for (const { slug, schema, version } of await migrate.status()) {
      table.row([slug, schema, String(version), version === latest ? 'up to date' : 'behind'])
    }
    table.render()
  }
}
