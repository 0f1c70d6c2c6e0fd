import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { Database } from '@adonisjs/lucid/database'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import { installQueues } from '#tenancy/jobs/install_queues'

export default class PlatformMigrate extends BaseCommand {
  static override commandName = 'platform:migrate'
  static override description = 'Bring the platform schema and the job queue up to date'
  static override options: CommandOptions = { startApp: true }

  override async run() {
    const db = await this.app.container.make(Database)
    await db.connection('owner').rawQuery('create schema if not exists platform')

    const runner = new MigrationRunner(db, this.app, { direction: 'up', connectionName: 'owner' })
    await runner.run()
    if (runner.error) throw runner.error

    await installQueues(db)
    this.logger.success('The platform schema is up to date')
  }
}
