import type { Row } from '../menus/menu.js'
import type { Menus } from '../menus/menus.js'
import { RouterTrap } from '../menus/router_trap.js'
import type { ApiUser } from './login.js'

const READING = new Set(['print', 'find', 'get', 'monitor', 'listen', 'getall'])
/** Tests of the network need the policy `test` (MikroTik, User, "policy"). */
const TESTING = new Set([
  '/tool/fetch',
  '/ping',
  '/tool/ping',
  '/tool/traceroute',
  '/tool/bandwidth-test',
])

/** Values that only the policy `sensitive` shows. */
const SENSITIVE = new Set([
  'secret',
  'password',
  'private-key',
  'preshared-key',
  'ipsec-secret',
  'mac-auth-password',
])

const refused = () => new RouterTrap('not enough permissions (9)', 0)

function needed(menu: string, command: string, args: Row): string[] {
  if (READING.has(command)) return ['read']
  const path = `${menu}/${command}`
  if (command === 'reboot' || command === 'shutdown') return ['reboot']
  if (TESTING.has(path)) {
    const stores =
      menu === '/tool' && command === 'fetch' && !/^(none|user)/.test(args['output'] ?? '')
    return stores ? ['test', 'ftp'] : ['test']
  }
  // users are managed with both (MikroTik, User: "Should be used together with the write policy")
  if (menu.startsWith('/user')) return ['write', 'policy']
  if (menu === '/file') return ['write', 'ftp']
  return ['write']
}

/** A script may do no more than the user who stores it. */
function scriptPolicies(menu: string, args: Row): string[] {
  if (menu !== '/system/script' && menu !== '/system/scheduler') return []
  return (args['policy'] ?? '').split(',').filter((one) => one !== '' && !one.startsWith('!'))
}

/** Throws "not enough permissions" when the user's group lacks a policy for a command. */
export function authorise(user: ApiUser, menu: string, command: string, args: Row): void {
  const wanted = [...needed(menu, command, args), ...scriptPolicies(menu, args)]
  if (!wanted.every((policy) => user.policies.has(policy))) throw refused()
}

/** A row as this user may see it. */
export function visibleTo(user: ApiUser, row: Row): Row {
  if (user.policies.has('sensitive')) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => !SENSITIVE.has(name)))
}

/** The policies that a user's group grants. */
export function policiesOf(menus: Menus, group: string | undefined): ReadonlySet<string> {
  const row = menus.rows('/user/group').find((one) => one['name'] === group)
  const granted = (row?.['policy'] ?? '')
    .split(',')
    .filter((one) => one !== '' && !one.startsWith('!'))
  return new Set(granted)
}
