import { BaseSchema } from '@adonisjs/lucid/schema'

/** What an ISP has beside the features of its plan, as an admin granted it. */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      alter table platform.tenants add column feature_grants jsonb not null default '[]';
    `)
  }

  override async down() {
    this.schema.raw('alter table platform.tenants drop column feature_grants')
  }
}
