import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { plainToken } from '#core/plain_token'
import { seedDemo } from '#database/seeders/demo'

export default class DemoSeed extends BaseCommand {
  static override commandName = 'demo:seed'
  static override description = 'Make the demo ISP, its logins and its router; prints them as JSON'
  static override options: CommandOptions = { startApp: true }

  override async run() {
    const demo = await seedDemo(this.app, () => plainToken(12))
    process.stdout.write(`${JSON.stringify(demo)}\n`)
  }
}
