import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Whoever signs in, signs up or has forgotten a password is looked for by the address as it is
 * kept, in small letters; the unique index is over lower(email), and does not answer that.
 */
export default class extends BaseSchema {
  override async up() {
    this.schema.raw('create index accounts_email on platform.accounts (email)')
  }

  override async down() {
    this.schema.raw('drop index platform.accounts_email')
  }
}
