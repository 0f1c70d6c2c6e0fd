import { randomBytes } from 'node:crypto'
import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { seedDemo } from '#database/seeders/demo'

export default class DemoSeed extends BaseCommand {
  static override commandName = 'demo:seed'
  static override description = 'Make the demo ISP, its logins and its router; prints them as JSON'
  static override options: CommandOptions = { startApp: true }

  override async run() {
    const demo = await seedDemo(this.app, () => randomBytes(12).toString('base64url'))
    process.stdout.write(`${JSON.stringify(demo)}\n`)
  }
}
