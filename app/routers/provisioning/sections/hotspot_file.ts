import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { fetchCommand } from '#routers/provisioning/sections/fetch_command'

/** A file of the hotspot's html-directory, from our address or, without fetch, from its text. */
export interface HotspotFile {
  name: string
  url: string
  /** Given when the script must do without fetch. */
  contents?: string
}

/** Puts it there; $porticoDir must be known. */
export function putFile(facts: JoiningFacts, { name, url, contents }: HotspotFile): string {
  const path = `($porticoDir . "/${name}")`
  return contents === undefined
    ? fetchCommand(facts, url, `dst-path=${path}`)
    : written(facts, name, path, quoted(contents))
}

/** RouterOS 7 can make a file; in 6.49 only one that is there can be written. */
function written({ major }: JoiningFacts, name: string, path: string, contents: string): string {
  const file = `[/file find name=${path}]`
  const otherwise =
    major === 7
      ? `/file add name=${path} contents=${contents}`
      : `:error "portico: no ${name} to write to"`
  return `:if ([:len ${file}] = 0) do={ ${otherwise} } else={ /file set ${file} contents=${contents} }`
}
