import { BaseSchema } from '@adonisjs/lucid/schema'

/** What an ISP decides for itself; defaults stand in app/tenancy/settings.ts. */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`alter table platform.tenants add column settings jsonb not null default '{}'`)
  }

  override async down() {
    this.schema.raw('alter table platform.tenants drop column settings')
  }
}
