import { isIPv4 } from 'node:net'
import { canonicalMac } from '../menus/argument_values.js'
import type { Row } from '../menus/menu.js'
import type { CommandOutcome, Menus } from '../menus/menus.js'
import { InvalidValue, RouterTrap } from '../menus/router_trap.js'
import type { Hotspot } from './hotspot.js'
import { LoginError } from './login_error.js'

const GENERAL_FAILURE = 4
const refusal = (message: string) => new RouterTrap(message, GENERAL_FAILURE)

/**
 * `/ip/hotspot/active/login` with exactly ip, mac-address, user, password and
 * domain. The router then authenticates as usual, so RADIUS must accept.
 * Refusals are worded as public clients have seen them (facts §4).
 */
export function defineActiveLogin(menus: Menus, hotspot: Hotspot): void {
  menus.define('/ip/hotspot/active', 'login', async (args: Row): Promise<CommandOutcome> => {
    const address = args['ip'] ?? ''
    if (!isIPv4(address)) throw new InvalidValue('invalid value for argument ip')
    const host = hotspot.hosts.byAddress(address)
    if (host === undefined) throw refusal(`unknown host IP ${address}`)
    const mac = canonicalMac(args['mac-address'] ?? '')
    if (mac === undefined)
      throw new InvalidValue('invalid value of mac-address, mac address required')
    if (mac !== host.mac) throw refusal('wrong MAC provided')
    const [user, domain] = [args['user'] ?? '', args['domain'] ?? '']
    const credentials = {
      user: domain === '' ? user : `${user}@${domain}`,
      proof: hotspot.proofOf(host, args['password'] ?? ''),
    }
    try {
      await hotspot.login(host, credentials, 'api')
      return { rows: [] }
    } catch (error) {
      if (error instanceof LoginError) throw refusal(error.message)
      throw error
    }
  })
}
