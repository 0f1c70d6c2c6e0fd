import { Exception } from '@adonisjs/core/exceptions'

/** A link that was used, replaced by a newer one, taken back or left for too long. */
export class InvitationGone extends Exception {
  static override status = 410
  static override code = 'E_INVITATION_GONE'
  static override message = 'This invitation is no longer open. Ask for a new one.'
}

/** An ISP without an owner is nobody's. */
export class LastOwner extends Exception {
  static override status = 422
  static override code = 'E_LAST_OWNER'
  static override message = 'Somebody has to own the company. Make another person owner first.'
}

export class AlreadyStaff extends Exception {
  static override status = 422
  static override code = 'E_ALREADY_STAFF'
  static override message = 'This person works here already.'
}

/** Somebody who was removed a moment ago, or never worked here. */
export class NotStaff extends Exception {
  static override status = 404
  static override code = 'E_NOT_STAFF'
  static override message = 'This person does not work here.'
}
