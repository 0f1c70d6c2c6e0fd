import { Ipv4Network } from '#routers/provisioning/ipv4_network'
import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { told, type ScriptSection } from '#routers/provisioning/script_section'
import { apiSection } from '#routers/provisioning/sections/api_section'
import { captiveFileSection } from '#routers/provisioning/sections/captive_file_section'
import { captiveOptionSection } from '#routers/provisioning/sections/captive_option_section'
import { certificateSection } from '#routers/provisioning/sections/certificate_section'
import { clockSection } from '#routers/provisioning/sections/clock_section'
import { existingHotspotSection } from '#routers/provisioning/sections/existing_hotspot_section'
import { fetchCommand } from '#routers/provisioning/sections/fetch_command'
import { firewallSections } from '#routers/provisioning/sections/firewall_section'
import {
  loginPageSection,
  type WrittenPages,
} from '#routers/provisioning/sections/login_page_section'
import { networkSections } from '#routers/provisioning/sections/network_section'
import {
  newHotspotSection,
  portSections,
} from '#routers/provisioning/sections/new_hotspot_sections'
import { fact, preflightSections } from '#routers/provisioning/sections/preflight_section'
import { radiusSections } from '#routers/provisioning/sections/radius_section'
import { walledGardenSection } from '#routers/provisioning/sections/walled_garden_section'

/** After these the dashboard is told how it stands; a call for each step would take too long. */
const MILESTONES = ['resolve', 'api', 'hotspot', 'garden', 'captive']

export interface ScriptOptions {
  /** Steps of others, before the interfaces move: a tunnel's, for one. */
  extra?: readonly ScriptSection[]
  /** Given when the script must do without fetch. */
  written?: WrittenPages
}

/**
 * Steps 3 and 4 of the description, for /import or a terminal. Every step sets
 * a state and runs guarded, so the script may be run again at any time; the
 * dashboard is told on the way how the whole stands.
 */
export function joiningScript(facts: JoiningFacts, options: ScriptOptions = {}): string {
  const sections = joiningSections(facts, options)
  return [
    `# Portico, for RouterOS ${facts.major}. Running it twice does no harm.`,
    versionGuard(facts),
    `:global porticoReport ""`,
    ...sections.map((section) => guarded(section, facts)),
    `:global porticoReport`,
    `${told('finished', 'yes')}; ${fact('date', '[/system clock get date]')}; ${fact('time', '[/system clock get time]')}; ${fact('offset', '[/system clock get gmt-offset]')}`,
    report(facts),
    `:put $porticoReport`,
    `:set porticoReport`,
    ``,
  ].join('\n')
}

export function joiningSections(
  facts: JoiningFacts,
  { extra = [], written }: ScriptOptions = {}
): ScriptSection[] {
  const { choices, captiveApiUrl, captiveFileUrl, major } = facts
  const network = choices.hotspot === 'new' ? Ipv4Network.read(choices.network) : null
  if (typeof network === 'string') throw new RangeError(`No network for a hotspot: ${network}`)

  return [
    ...preflightSections(facts),
    {
      key: 'identity',
      title: 'The portal knows this router by its identity',
      lines: [`/system identity set name=${quoted(facts.identity)}`],
    },
    clockSection(facts),
    ...radiusSections(facts),
    ...(facts.api.tls ? [certificateSection()] : []),
    apiSection(facts),
    ...firewallSections(facts),
    ...(network ? networkSections(network, major) : []),
    choices.hotspot === 'new' && network
      ? newHotspotSection(network)
      : existingHotspotSection(choices.hotspot === 'existing' ? choices.server : null),
    loginPageSection(facts, written),
    ...(captiveFileUrl ? [captiveFileSection(facts, captiveFileUrl, written)] : []),
    walledGardenSection(facts),
    ...(network && captiveApiUrl ? [captiveOptionSection(captiveApiUrl, major)] : []),
    ...extra,
    ...(choices.hotspot === 'new' ? portSections(choices.interfaces) : []),
  ]
}

/** A script for the other RouterOS would stop half way at a command that is not there. */
function versionGuard({ major }: JoiningFacts): string {
  return (
    `:if ([:pick [/system resource get version] 0 2] != "${major}.") do={ ` +
    `:error "portico: this text is for RouterOS ${major}, and this router runs another" }`
  )
}

function guarded({ key, title, lines }: ScriptSection, facts: JoiningFacts): string {
  return [
    ``,
    `# ${title}`,
    `:do {`,
    `  :global porticoReport`,
    ...lines.map((line) => `  ${line}`),
    `  ${told(key, 'done')}`,
    `} on-error={`,
    `  :global porticoReport`,
    `  ${told(key, 'failed')}`,
    `}`,
    ...(MILESTONES.includes(key) ? [report(facts)] : []),
  ].join('\n')
}

/** A report that does not get through stops nothing: the next one says it all again. */
function report(facts: JoiningFacts): string {
  const post = fetchCommand(
    facts,
    facts.reportUrl,
    'http-method=post http-header-field="Content-Type: text/plain" http-data=$porticoReport output=none'
  )
  return `:do { :global porticoReport; ${post} } on-error={ }`
}
