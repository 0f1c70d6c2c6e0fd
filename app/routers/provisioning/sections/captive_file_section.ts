import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { told, type ScriptSection } from '#routers/provisioning/script_section'
import { DIRECTORY_LINES } from '#routers/provisioning/sections/hotspot_profile'
import { putFile } from '#routers/provisioning/sections/hotspot_file'
import type { WrittenPages } from '#routers/provisioning/sections/login_page_section'

/**
 * The answer of the router's own captive-portal API (RFC 8908), which it serves at
 * https://<dns-name>/api where it has a certificate. Nobody is kept offline by its absence.
 */
export function captiveFileSection(
  facts: JoiningFacts,
  url: string,
  written?: WrittenPages
): ScriptSection {
  const put = putFile(facts, { name: 'api.json', url, ...(written && { contents: written.api }) })
  return {
    key: 'captive_file',
    title: 'What the router itself tells phones of what is left',
    lines: [...DIRECTORY_LINES, `:do { ${put} } on-error={ ${told('captive_file', 'warned')} }`],
  }
}
