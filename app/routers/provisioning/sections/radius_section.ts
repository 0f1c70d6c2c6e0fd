import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { ensured, TAGGED, toldIf, type ScriptSection } from '#routers/provisioning/script_section'
import { platformAddress } from '#routers/provisioning/sections/platform_address'

/** Step 3: the RADIUS client, and the listener for CoA and Disconnect, whose port 1700 is the default. */
export function radiusSections(facts: JoiningFacts): ScriptSection[] {
  const { secret, authPort, acctPort, srcAddress = '0.0.0.0' } = facts.radius
  const values =
    `service=hotspot address=${platformAddress(facts)} secret=${quoted(secret)} ` +
    `authentication-port=${authPort} accounting-port=${acctPort} src-address=${srcAddress} timeout=3s`
  return [
    {
      key: 'radius',
      title: 'RADIUS client',
      lines: [
        ensured('/radius', TAGGED, `${values} disabled=no`, TAGGED),
        toldIf(
          `[:len [/radius find]] > [:len [/radius find ${TAGGED}]]`,
          'radius_order',
          'warned:other'
        ),
      ],
    },
    {
      key: 'incoming',
      title: 'Listener for CoA and Disconnect',
      lines: ['/radius incoming set accept=yes port=3799'],
    },
  ]
}
