import { quoted } from '#routers/provisioning/quoted'
import { STANDS_FOR, TAG, told, type ScriptSection } from '#routers/provisioning/script_section'
import { DIRECTORY_LINES, PROFILE_VALUES } from '#routers/provisioning/sections/hotspot_profile'

/**
 * A hotspot that is there already keeps everything but its profile: it gets a
 * copy that does what we need and is named after the operator's own, which stays
 * untouched and is what the removal goes back to.
 */
export function existingHotspotSection(server: string | null): ScriptSection {
  const servers = server === null ? '/ip hotspot find' : `/ip hotspot find name=${quoted(server)}`
  return {
    key: 'hotspot',
    title: 'The hotspot that is there',
    lines: [
      `:local porticoServer [${servers}]`,
      `:if ([:len $porticoServer] = 0) do={ ${told('hotspot', 'failed:missing')}; :error "portico: there is no such hotspot" }`,
      `:if ([:len $porticoServer] > 1) do={ ${told('hotspot', 'failed:several')}; :error "portico: there are several hotspots" }`,
      ...DIRECTORY_LINES,
      `:local porticoProfile [/ip hotspot get $porticoServer profile]`,
      `:if (($porticoProfile ~ "^${TAG}") = false) do={`,
      `  :local porticoOwn $porticoProfile`,
      `  :set porticoProfile ("${STANDS_FOR}" . $porticoOwn)`,
      `  :if ([:len [/ip hotspot profile find name=$porticoProfile]] = 0) do={ /ip hotspot profile add copy-from=[/ip hotspot profile find name=$porticoOwn] name=$porticoProfile }`,
      `}`,
      `/ip hotspot profile set [/ip hotspot profile find name=$porticoProfile] ${PROFILE_VALUES}`,
      `/ip hotspot set $porticoServer profile=$porticoProfile`,
      `:local porticoLink [/ip hotspot profile get [/ip hotspot profile find name=$porticoProfile] dns-name]`,
      `:if ([:len $porticoLink] = 0) do={ :set porticoLink [/ip hotspot profile get [/ip hotspot profile find name=$porticoProfile] hotspot-address] }`,
      `:set porticoReport ($porticoReport . "link=" . [:tostr $porticoLink] . "\\n")`,
    ],
  }
}
