import type { JoinStep } from '#routers/provisioning/join_report'
import type { JoiningChoices } from '#routers/provisioning/joining_choices'

export interface Advice {
  /** Key of the sentence, in joining.advice. */
  key: string
  /** What to type on the router; null where that is not the cure. */
  type: string | null
  data: Record<string, string>
}

export interface AdviceFacts {
  address: string
  from: string | null
  choices: JoiningChoices | null
}

/** By step and reason; a step without an entry of its own gets the general one. */
const TYPE: Record<string, string | null> = {
  'allowed.device_mode': '/system/device-mode/update hotspot=yes fetch=yes',
  'allowed.package': '/system package print',
  'fetch': '/system/device-mode/update fetch=yes',
  'scheduler': '/system/device-mode/update scheduler=yes',
  'resolve': '/ip dns set servers=1.1.1.1,8.8.8.8',
  'clock.ntp': '/system ntp client print',
  'version.old': '/system package update install',
  'time.off': '/system clock print',
  'source.elsewhere': null,
  'radius_order.other': '/radius print detail',
  'fasttrack': '/ip firewall filter disable [find action=fasttrack-connection]',
  'network.overlap': '/ip address print',
  'hotspot.missing': '/ip hotspot print',
  'hotspot.several': '/ip hotspot print',
  'login_page': '/file print where name~"portico"',
  'port.address': '/ip address print',
  'port': '/interface print',
}

/** What to do about a step that is not done. */
export function adviceFor(step: JoinStep, facts: AdviceFacts): Advice | null {
  if (step.state === 'done') return null
  const kind = step.key.replace(/^port\d+$/, 'port')
  if (step.reason === 'network') return { key: 'no_network', type: null, data: {} }
  const key = [`${kind}.${step.reason}`, kind].find((each) => each in TYPE) ?? 'other'
  return {
    key: key.replace('.', '_'),
    type: TYPE[key] ?? null,
    data: {
      address: facts.address,
      from: facts.from ?? '',
      network: facts.choices?.hotspot === 'new' ? facts.choices.network : '',
    },
  }
}
