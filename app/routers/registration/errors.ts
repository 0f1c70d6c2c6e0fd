import { Exception } from '@adonisjs/core/exceptions'

/** RADIUS knows a router by its source address alone, so an address has one owner on the platform. */
export class RouterAddressTaken extends Exception {
  static override status = 422
  static override code = 'E_ROUTER_ADDRESS_TAKEN'
  static override message =
    'A router with this address is already registered. Each router needs an address of its own.'
}

export class RouterNameTaken extends Exception {
  static override status = 422
  static override code = 'E_ROUTER_NAME_TAKEN'
  static override message = 'You already have a router of this name.'
}
