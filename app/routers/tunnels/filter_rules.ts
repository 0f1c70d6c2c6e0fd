import { quoted } from '#routers/provisioning/quoted'
import { TUNNEL_TAGGED } from './tunnel_names.js'

/** The arguments of one rule of /ip firewall filter. */
export type FilterRule = string

const MENU = '/ip firewall filter'

/** On the way in: answers, the API, CoA and a ping from our end; nothing else, from nobody else. */
export function inputRules(via: string, hub: string, apiPort: number): FilterRule[] {
  const from = `chain=input in-interface=${quoted(via)} src-address=${hub}`
  return [
    `${from} connection-state=established,related,untracked action=accept`,
    `${from} protocol=tcp dst-port=${apiPort} action=accept`,
    `${from} protocol=udp dst-port=3799 action=accept`,
    `${from} protocol=icmp action=accept`,
    `chain=input in-interface=${quoted(via)} action=drop`,
  ]
}

/**
 * Lines that put rules before all others, in this order: a drop further down must not come
 * first. Rules the router made itself (dynamic) cannot be moved aside, and each rule is put
 * before what is first by then, hence the last one begins.
 */
export function putFirst(rules: readonly FilterRule[], tagged = TUNNEL_TAGGED): string[] {
  const others = `[${MENU} find dynamic=no]`
  return [
    `${MENU} remove [${MENU} find ${tagged}]`,
    ...rules.toReversed().map((rule) => {
      const add = `${MENU} add ${rule} ${tagged}`
      return `:if ([:len ${others}] = 0) do={ ${add} } else={ ${add} place-before=[:pick ${others} 0] }`
    }),
  ]
}
