import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { TAG, type ScriptSection } from '#routers/provisioning/script_section'
import { DIRECTORY_LINES } from '#routers/provisioning/sections/hotspot_profile'
import { putFile } from '#routers/provisioning/sections/hotspot_file'

/** The hotspot's files as text of the script, for routers whose device-mode refuses fetch. */
export interface WrittenPages {
  login: string
  api: string
}

/** The folder gets RouterOS's own pages first: a login page alone would leave the others missing. */
export function loginPageSection(facts: JoiningFacts, written?: WrittenPages): ScriptSection {
  return {
    key: 'login_page',
    title: 'The page that sends phones to the portal',
    lines: [
      ...DIRECTORY_LINES,
      `:if ([:len [/file find name=($porticoDir . "/redirect.html")]] = 0) do={`,
      `  :do { /ip hotspot reset-html numbers=[/ip hotspot find profile~"^${TAG}"]; :delay 2s } on-error={ }`,
      `}`,
      putFile(facts, {
        name: 'login.html',
        url: facts.loginPageUrl,
        ...(written && { contents: written.login }),
      }),
    ],
  }
}
