import type { Ipv4Network } from '#routers/provisioning/ipv4_network'
import type { RouterOsMajor } from '#routers/provisioning/script_facts'
import {
  ensured,
  needsNetwork,
  TAG,
  TAGGED,
  told,
  type ScriptSection,
} from '#routers/provisioning/script_section'

/** Step 4's ground: bridge, address, pool, DHCP and NAT, unless another interface has that network. */
export function networkSections(network: Ipv4Network, major: RouterOsMajor): ScriptSection[] {
  /** Pools and DHCP servers got comments in v7; in v6 their name alone tells. */
  const tag = major === 7 ? TAGGED : ''
  const name = `name="${TAG}"`
  const named = [name, tag].filter(Boolean).join(' ')
  return [
    {
      key: 'network',
      title: 'Bridge, address, pool and DHCP',
      lines: [
        ...overlapLines(network),
        `:if ([:len [/interface bridge find ${name}]] = 0) do={ /interface bridge add ${name} ${TAGGED} }`,
        ensured('/ip address', TAGGED, `address=${network.address} interface="${TAG}"`, TAGGED),
        ensured('/ip pool', name, `ranges=${network.pool}`, named),
        ensured(
          '/ip dhcp-server',
          name,
          `interface="${TAG}" address-pool="${TAG}" lease-time=1h disabled=no`,
          named
        ),
        ensured(
          '/ip dhcp-server network',
          TAGGED,
          `address=${network.prefix} gateway=${network.gateway} dns-server=${network.gateway}`,
          TAGGED
        ),
      ],
    },
    {
      key: 'nat',
      title: 'Customers go out by the router’s own address',
      lines: [
        needsNetwork('nat'),
        ensured(
          '/ip firewall nat',
          TAGGED,
          `chain=srcnat action=masquerade src-address=${network.prefix}`,
          TAGGED
        ),
      ],
    },
  ]
}

/** Two networks overlap when one holds an address of the other. (Manual, Scripting: operators on addresses) */
function overlapLines(network: Ipv4Network): string[] {
  return [
    `:local porticoTaken 0`,
    `:foreach porticoOne in=[/ip address find] do={`,
    `  :if ([/ip address get $porticoOne interface] != "${TAG}") do={`,
    `    :local porticoText [:tostr [/ip address get $porticoOne address]]`,
    `    :local porticoSlash [:find $porticoText "/"]`,
    `    :local porticoIp [:toip [:pick $porticoText 0 $porticoSlash]]`,
    `    :local porticoMask (255.255.255.255 << (32 - [:tonum [:pick $porticoText ($porticoSlash + 1) [:len $porticoText]]]))`,
    `    :if ($porticoIp in ${network.prefix}) do={ :set porticoTaken 1 }`,
    `    :if ((${network.gateway} & $porticoMask) = ($porticoIp & $porticoMask)) do={ :set porticoTaken 1 }`,
    `  }`,
    `}`,
    `:if ($porticoTaken = 1) do={ ${told('network', 'failed:overlap')}; :error "portico: ${network.prefix} is in use on this router" }`,
  ]
}
