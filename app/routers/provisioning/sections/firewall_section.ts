import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { TAGGED, toldIf, type ScriptSection } from '#routers/provisioning/script_section'
import { platformAddress } from '#routers/provisioning/sections/platform_address'

const MENU = '/ip firewall filter'

/**
 * Lets our CoA and API requests in before the factory's "drop all not coming
 * from LAN". FastTrack is told of: it would carry customers past their speed limit.
 */
export function firewallSections(facts: JoiningFacts): ScriptSection[] {
  const from = `chain=input action=accept src-address=${platformAddress(facts)}`
  return [
    {
      key: 'firewall',
      title: 'Our requests may come in',
      lines: [
        accepted('udp', `${from} dst-port=3799`),
        accepted('tcp', `${from} dst-port=${facts.api.port}`),
      ],
    },
    {
      key: 'fasttrack',
      title: 'FastTrack would carry customers past their speed limit',
      lines: [
        toldIf(
          `[:len [${MENU} find action=fasttrack-connection disabled=no]] > 0`,
          'fasttrack',
          'warned'
        ),
      ],
    },
  ]
}

/** Above every rule that stays where it is; dynamic ones cannot be placed before. */
function accepted(protocol: 'udp' | 'tcp', values: string): string {
  const find = `${TAGGED} protocol=${protocol}`
  const rule = `${values} protocol=${protocol}`
  const first = `[${MENU} find dynamic=no]`
  return (
    `:if ([:len [${MENU} find ${find}]] = 0) do={ ` +
    `:if ([:len ${first}] = 0) do={ ${MENU} add ${rule} ${TAGGED} } ` +
    `else={ ${MENU} add ${rule} ${TAGGED} place-before=[:pick ${first} 0] } } ` +
    `else={ ${MENU} set [${MENU} find ${find}] ${rule} }`
  )
}
