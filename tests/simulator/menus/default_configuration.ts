import type { Row } from './menu.js'
import type { Menus } from './menus.js'

/**
 * The configuration a home router leaves the factory with: a bridge with DHCP,
 * masquerading towards ether1, and a firewall that fasttracks. No hotspot.
 */
export function fillDefaultConfiguration(menus: Menus): void {
  const add = (path: string, rows: readonly Row[]) => {
    if (!menus.has(path)) return
    for (const row of rows) menus.menu(path).insert({ ...row, comment: 'defconf' })
  }
  add('/interface/bridge', [{ name: 'bridge' }])
  add('/interface/bridge/port', [
    { bridge: 'bridge', interface: 'ether2' },
    { bridge: 'bridge', interface: 'wlan1' },
  ])
  add('/interface/list', [{ name: 'WAN' }, { name: 'LAN' }])
  add('/interface/list/member', [
    { list: 'LAN', interface: 'bridge' },
    { list: 'WAN', interface: 'ether1' },
  ])
  add('/ip/address', [{ address: '192.168.88.1/24', network: '192.168.88.0', interface: 'bridge' }])
  add('/ip/dhcp-client', [{ interface: 'ether1', status: 'bound', disabled: 'false' }])
  add('/ip/pool', [{ name: 'default-dhcp', ranges: '192.168.88.10-192.168.88.254' }])
  add('/ip/dhcp-server', [
    {
      'name': 'defconf',
      'interface': 'bridge',
      'address-pool': 'default-dhcp',
      'disabled': 'false',
    },
  ])
  add('/ip/dhcp-server/network', [
    { 'address': '192.168.88.0/24', 'gateway': '192.168.88.1', 'dns-server': '192.168.88.1' },
  ])
  const states = { 'connection-state': 'established,related' }
  add('/ip/firewall/filter', [
    { 'chain': 'input', 'action': 'accept', 'connection-state': 'established,related,untracked' },
    { 'chain': 'input', 'action': 'drop', 'connection-state': 'invalid' },
    { chain: 'input', action: 'accept', protocol: 'icmp' },
    { 'chain': 'input', 'action': 'drop', 'in-interface-list': '!LAN' },
    { 'chain': 'forward', 'action': 'fasttrack-connection', 'hw-offload': 'true', ...states },
    { chain: 'forward', action: 'accept', ...states },
    { 'chain': 'forward', 'action': 'drop', 'connection-state': 'invalid' },
  ])
  add('/ip/firewall/nat', [
    { 'chain': 'srcnat', 'action': 'masquerade', 'out-interface-list': 'WAN' },
  ])
  menus.menu('/ip/dns').update(undefined, { 'allow-remote-requests': 'true' })
}
