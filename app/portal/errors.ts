import { Exception } from '@adonisjs/core/exceptions'

/** The router's login page did not say which phone it is about. */
export class IncompleteRedirect extends Exception {
  static override status = 422
  static override code = 'E_INCOMPLETE_REDIRECT'
  static override message =
    'The Wi-Fi router did not say which device you are on. Please join the Wi-Fi again.'
}
