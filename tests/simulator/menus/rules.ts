import { failure, InvalidValue } from './router_trap.js'
import type { Menu, Row } from './menu.js'
import type { Menus } from './menus.js'

const FIREWALL = {
  'layer7-protocol': '/ip/firewall/layer7-protocol',
  'in-interface': '/interface',
  'out-interface': '/interface',
  'in-interface-list': '/interface/list',
  'out-interface-list': '/interface/list',
}

/** Arguments that must name an existing item of another menu. */
const REFERENCES: Record<string, Record<string, string>> = {
  '/ip/hotspot': {
    'profile': '/ip/hotspot/profile',
    'address-pool': '/ip/pool',
    'interface': '/interface',
  },
  '/ip/hotspot/user': { profile: '/ip/hotspot/user/profile' },
  '/ip/dhcp-server': {
    'address-pool': '/ip/pool',
    'interface': '/interface',
    'dhcp-option-set': '/ip/dhcp-server/option/sets',
  },
  '/ip/dhcp-server/network': {
    'dhcp-option': '/ip/dhcp-server/option',
    'dhcp-option-set': '/ip/dhcp-server/option/sets',
  },
  '/ip/dhcp-client': { interface: '/interface' },
  '/interface/wireguard/peers': { interface: '/interface/wireguard' },
  '/interface/list/member': { list: '/interface/list', interface: '/interface' },
  '/interface/l2tp-client': { profile: '/ppp/profile' },
  '/interface/sstp-client': { profile: '/ppp/profile', certificate: '/certificate' },
  '/ip/service': { certificate: '/certificate' },
  '/ip/hotspot/profile': { 'ssl-certificate': '/certificate' },
  '/system/logging': { action: '/system/logging/action' },
  '/ip/dhcp-server/option/sets': { options: '/ip/dhcp-server/option' },
  '/ip/address': { interface: '/interface' },
  '/interface/bridge/port': {
    bridge: '/interface/bridge',
    interface: '/interface',
  },
  '/ip/firewall/filter': FIREWALL,
  '/ip/firewall/nat': FIREWALL,
  '/user': { group: '/user/group' },
}

/** What may not be twice in a menu, and what RouterOS says when it would be. */
const UNIQUE: Record<string, { by: string[]; says: string }> = {
  '/user': { by: ['name'], says: 'user with the same name already exists' },
  '/user/group': {
    by: ['name'],
    says: 'group with the same name already exists',
  },
  '/ip/pool': { by: ['name'], says: 'pool with such name exists' },
  '/ip/hotspot': { by: ['name'], says: 'already have such name' },
  '/ip/hotspot/profile': {
    by: ['name'],
    says: 'profile with the same name already exists',
  },
  '/ip/hotspot/user': {
    by: ['name'],
    says: 'already have user with this name for this server',
  },
  '/ip/hotspot/user/profile': {
    by: ['name'],
    says: 'profile with the same name already exists',
  },
  '/ip/dhcp-server': { by: ['name'], says: 'already have such name' },
  '/ip/dhcp-server/option': { by: ['name'], says: 'already have such name' },
  '/ip/dhcp-server/option/sets': {
    by: ['name'],
    says: 'already have such name',
  },
  '/ip/firewall/layer7-protocol': {
    by: ['name'],
    says: 'layer7 protocol with such name already exists',
  },
  '/ip/firewall/address-list': {
    by: ['list', 'address'],
    says: 'already have such entry',
  },
  '/ip/address': {
    by: ['address', 'interface'],
    says: 'already have such address',
  },
  '/interface/bridge': {
    by: ['name'],
    says: 'already have interface with such name',
  },
  '/interface/bridge/port': {
    by: ['interface'],
    says: 'device already added as bridge port',
  },
  '/file': { by: ['name'], says: 'file with such name exists' },
  '/interface/wireguard': { by: ['name'], says: 'already have interface with such name' },
  '/interface/l2tp-client': { by: ['name'], says: 'already have interface with such name' },
  '/interface/sstp-client': { by: ['name'], says: 'already have interface with such name' },
  '/system/script': { by: ['name'], says: 'item with this name already exists' },
  '/system/scheduler': { by: ['name'], says: 'item with this name already exists' },
}

const BUILT_IN_WORDS = new Set(['none', 'all', 'static-only', 'dynamic', 'static'])

/** Texts stand in single quotes inside the value (facts §5), octets in hexadecimal. */
const DHCP_VALUE = /^(s?'[^']*'|0x[0-9a-f]+|\$\([A-Z0-9_-]+\))*$/i

function checkReferences(menus: Menus, menu: Menu, values: Row): void {
  for (const [argument, path] of Object.entries(REFERENCES[menu.path] ?? {})) {
    const names = (values[argument] ?? '').split(',').map((name) => name.replace(/^!/, ''))
    for (const name of names) {
      if (name === '' || BUILT_IN_WORDS.has(name)) continue
      if (
        !menus
          .menu(path)
          .rows()
          .some((row) => row['name'] === name)
      ) {
        throw new InvalidValue(`input does not match any value of ${argument}`)
      }
    }
  }
}

function checkUnique(menu: Menu, values: Row, id: string | undefined): void {
  const rule = UNIQUE[menu.path]
  if (rule === undefined || !rule.by.some((name) => name in values)) return
  const before = id === undefined ? {} : menu.find(id)
  const after = { ...before, ...values }
  const twin = menu
    .stored()
    .some((row) => row['.id'] !== id && rule.by.every((name) => row[name] === after[name]))
  if (twin) throw failure(rule.says)
}

/** The rules that hold between items: names that must exist, names that may not repeat. */
export function checkRules(menus: Menus, menu: Menu, values: Row, id?: string): void {
  checkReferences(menus, menu, values)
  checkUnique(menu, values, id)
  const option = menu.path === '/ip/dhcp-server/option' ? values['value'] : undefined
  if (option !== undefined && !DHCP_VALUE.test(option)) throw failure('Unknown data type!')
}
