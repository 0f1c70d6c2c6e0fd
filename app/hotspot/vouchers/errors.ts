import { Exception } from '@adonisjs/core/exceptions'

/** A batch's label is its name: the second of a name would be counted with the first. */
export class BatchNameTaken extends Exception {
  static override status = 422
  static override code = 'E_BATCH_NAME_TAKEN'

  constructor(name: string) {
    super(`There is a batch "${name}" already. Choose another label.`)
  }
}
