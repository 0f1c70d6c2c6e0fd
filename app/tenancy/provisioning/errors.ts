import { Exception } from '@adonisjs/core/exceptions'

/** Somebody else has this subdomain, perhaps since a second ago. */
export class SubdomainTaken extends Exception {
  static override status = 422
  static override code = 'E_SUBDOMAIN_TAKEN'
  static override message = 'This subdomain is already taken. Please choose another.'
}
