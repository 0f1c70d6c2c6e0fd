import type { Ipv4Network } from '#routers/provisioning/ipv4_network'
import { quoted } from '#routers/provisioning/quoted'
import {
  ensured,
  needsNetwork,
  TAG,
  TAGGED,
  told,
  WAS_CALLED,
  WAS_IN,
  type ScriptSection,
} from '#routers/provisioning/script_section'
import { DIRECTORY_LINES, PROFILE_VALUES } from '#routers/provisioning/sections/hotspot_profile'

const NAMED = `name="${TAG}"`

/** Step 4: the hotspot on our bridge. */
export function newHotspotSection(network: Ipv4Network): ScriptSection {
  const server = `interface="${TAG}" address-pool="${TAG}" profile="${TAG}" addresses-per-mac=2 idle-timeout=10m disabled=no`
  return {
    key: 'hotspot',
    title: 'Hotspot profile and server',
    lines: [
      needsNetwork('hotspot'),
      ...DIRECTORY_LINES,
      ensured(
        '/ip hotspot profile',
        NAMED,
        `hotspot-address=${network.gateway} ${PROFILE_VALUES}`,
        NAMED
      ),
      ensured('/ip hotspot', NAMED, server, NAMED),
    ],
  }
}

/**
 * The interfaces go into the bridge last: whoever is connected through one of
 * them loses the connection. One with an address of its own is the way to the
 * internet, or the operator's way in, and is left alone.
 */
export function portSections(interfaces: readonly string[]): ScriptSection[] {
  return interfaces.map((each, index) => {
    const port = quoted(each)
    const key = `port${index + 1}`
    return {
      key,
      title: `Interface ${index + 1} of the hotspot`,
      lines: [
        needsNetwork(key),
        `:if ([:len [/ip address find interface=${port}]] > 0) do={ ${told(key, 'failed:address')}; :error "portico: the interface has an address" }`,
        `:local porticoPort [/interface bridge port find interface=${port}]`,
        `:if ([:len $porticoPort] = 0) do={ /interface bridge port add bridge="${TAG}" interface=${port} ${TAGGED} } else={`,
        `  :local porticoOld [/interface bridge port get $porticoPort bridge]`,
        `  :if ($porticoOld != "${TAG}") do={ /interface bridge port set $porticoPort bridge="${TAG}" comment=("${WAS_IN}" . $porticoOld . "${WAS_CALLED}" . [/interface bridge port get $porticoPort comment]) }`,
        `}`,
      ],
    }
  })
}
