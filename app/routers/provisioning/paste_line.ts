import { quoted } from '#routers/provisioning/quoted'
import { fetchCommand } from '#routers/provisioning/sections/fetch_command'

const FILE = 'portico.rsc'

/**
 * The one line an operator pastes into any router: fetches the text for its
 * RouterOS, runs it, and takes the file with its secrets away again.
 */
export function pasteLine(scriptUrl: (major: 6 | 7) => string): string {
  const fetch = (major: 6 | 7) =>
    fetchCommand({ major }, scriptUrl(major), `dst-path=${quoted(FILE)}`)
  return (
    `:if ([:pick [/system resource get version] 0 2] = "6.") do={ ${fetch(6)} } else={ ${fetch(7)} }; ` +
    `/import file-name=${quoted(FILE)}; /file remove [/file find name=${quoted(FILE)}]`
  )
}
