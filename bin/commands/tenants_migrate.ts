import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { MigrateTenants } from '#tenancy/provisioning/migrate_tenants'

export default class TenantsMigrate extends BaseCommand {
  static override commandName = 'tenants:migrate'
  static override description = 'Bring every tenant’s schema up to date, several at a time'
  static override options: CommandOptions = { startApp: true }

  @flags.number({ description: 'How many tenants at a time', default: 4 })
  declare parallel: number

  override async run() {
    const migrate = await this.app.container.make(MigrateTenants)
    const outcomes = await migrate.execute(this.parallel)

    for (const outcome of outcomes) {
      if (outcome.state === 'failed') {
        this.exitCode = 1
        this.logger.error(`${outcome.slug}: ${String(outcome.error)}`)
      } else if (outcome.state === 'busy') {
        this.logger.warning(`${outcome.slug}: another runner is at it`)
      }
    }
    const migrated = outcomes.filter(({ state }) => state === 'migrated').length
    this.logger.success(`${migrated} of ${outcomes.length} tenants that were behind are up to date`)
  }
}
