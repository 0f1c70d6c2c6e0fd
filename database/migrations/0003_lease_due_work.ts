import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A sweeper's lease gets a column of its own. While it stood in due_at, a time
 * that was named during the sweep could be lost behind it.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      alter table platform.due_work add column leased_until timestamptz;
      create index due_work_leased on platform.due_work (leased_until) where leased_until is not null;
    `)
  }

  override async down() {
    this.schema.raw('alter table platform.due_work drop column leased_until')
  }
}
