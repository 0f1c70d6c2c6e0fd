import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { TAG, type ScriptSection } from '#routers/provisioning/script_section'
import { DIRECTORY_LINES } from '#routers/provisioning/sections/hotspot_profile'
import { fetchCommand } from '#routers/provisioning/sections/fetch_command'

/** The login page as text of the script, for routers whose device-mode refuses fetch. */
export interface WrittenPage {
  page: string
}

const PATH = '($porticoDir . "/login.html")'
const FILE = `[/file find name=${PATH}]`

/** The folder gets RouterOS's own pages first: a login page alone would leave the others missing. */
export function loginPageSection(facts: JoiningFacts, written?: WrittenPage): ScriptSection {
  const put = written
    ? writtenLine(facts, quoted(written.page))
    : fetchCommand(facts, facts.loginPageUrl, `dst-path=${PATH}`)
  return {
    key: 'login_page',
    title: 'The page that sends phones to the portal',
    lines: [
      ...DIRECTORY_LINES,
      `:if ([:len [/file find name=($porticoDir . "/redirect.html")]] = 0) do={`,
      `  :do { /ip hotspot reset-html numbers=[/ip hotspot find profile~"^${TAG}"]; :delay 2s } on-error={ }`,
      `}`,
      put,
    ],
  }
}

/** RouterOS 7 can make a file; in 6.49 only one that is there can be written. */
function writtenLine({ major }: JoiningFacts, contents: string): string {
  const otherwise =
    major === 7
      ? `/file add name=${PATH} contents=${contents}`
      : ':error "portico: no login page to write to"'
  return `:if ([:len ${FILE}] = 0) do={ ${otherwise} } else={ /file set ${FILE} contents=${contents} }`
}
