import { isIP } from 'node:net'
import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { told, type ScriptSection } from '#routers/provisioning/script_section'

/** Who the router is, and what would keep a hotspot from working, before anything is changed. */
export function preflightSections(facts: JoiningFacts): ScriptSection[] {
  return [
    {
      key: 'facts',
      title: 'Who this router is',
      lines: [
        fact('version', '[/system resource get version]'),
        fact('board', '[/system resource get board-name]'),
        fact('called', '[/system identity get name]'),
        `:do { ${fact('serial', '[/system routerboard get serial-number]')} } on-error={ }`,
      ],
    },
    {
      key: 'allowed',
      title: 'May it run a hotspot?',
      lines: facts.major === 7 ? DEVICE_MODE : HOTSPOT_PACKAGE,
    },
    ...reachability(facts),
  ]
}

export function fact(key: string, value: string): string {
  return `:set porticoReport ($porticoReport . "${key}=" . [:tostr ${value}] . "\\n")`
}

const DEVICE_MODE = ['hotspot', 'fetch', 'scheduler'].map(
  (feature) =>
    `:if ([/system device-mode get ${feature}] = false) do={ ${told(feature === 'hotspot' ? 'allowed' : feature, feature === 'hotspot' ? 'failed:device_mode' : 'warned')} }`
)

const HOTSPOT_PACKAGE = [
  `:if ([:len [/system package find name="hotspot" disabled=no]] = 0) do={ ${told('allowed', 'failed:package')}; :error "portico: the hotspot package is missing" }`,
]

function reachability(facts: JoiningFacts): ScriptSection[] {
  const { hostname } = new URL(facts.reportUrl)
  if (isIP(hostname)) return []
  return [{ key: 'resolve', title: 'Can it find us?', lines: [`:resolve ${quoted(hostname)}`] }]
}
