import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Trigrams, by whose index a part of a name is found (tenants/migrations/0009). The owner
 * of a database may create this extension (it is "trusted"). It lives in a schema of its
 * own that nobody else may use: an index needs no right to its operator class.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw(`
      create schema if not exists extensions;
      create extension if not exists pg_trgm with schema extensions;
    `)
  }

  override async down() {
    this.schema.raw('drop extension pg_trgm cascade')
  }
}
