import { Exception } from '@adonisjs/core/exceptions'

/** An operator's account data that cannot be used. `keys` are the form's inputs to mark. */
export class InvalidCredentials extends Exception {
  static override status = 422
  static override code = 'E_INVALID_CREDENTIALS'

  readonly keys: readonly string[]

  constructor(fields: ReadonlyArray<{ key: string; label: string }>) {
    super(`Missing or unusable: ${fields.map((field) => field.label).join(', ')}`)
    this.keys = fields.map((field) => field.key)
  }
}

/** The platform's own configuration is wrong, not the operator's. */
export class InvalidProviderUrl extends Exception {
  static override status = 500
  static override code = 'E_INVALID_PROVIDER_URL'

  constructor(variable: string) {
    super(`${variable} must be an http(s) URL without query, fragment and user name`)
  }
}

/** A gateway account names a provider this version does not have. */
export class UnknownProvider extends Exception {
  static override status = 422
  static override code = 'E_UNKNOWN_PROVIDER'

  constructor(name: string, known: readonly string[]) {
    super(`There is no provider "${name.slice(0, 40)}"; there are: ${known.join(', ')}`)
  }
}
