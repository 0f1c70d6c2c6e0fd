import { Exception } from '@adonisjs/core/exceptions'

/** A company would be nobody's. */
export class StillOwner extends Exception {
  static override status = 422
  static override code = 'E_STILL_OWNER'
  static override message = 'This account owns a company. Hand it over or close it first.'
}
