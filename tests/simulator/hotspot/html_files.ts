import { storeFile } from '../menus/fetch_command.js'
import type { Menus } from '../menus/menus.js'
import { STOCK_PAGES } from './default_pages.js'

/**
 * The servlet's own pages as files (MikroTik, Hotspot customisation): they appear in the
 * html-directory of a profile that has none yet, and `reset-html` puts them back.
 */
export function defineHtmlFiles(menus: Menus): void {
  if (!menus.has('/ip/hotspot')) return
  const profiles = () => menus.menu('/ip/hotspot/profile').stored()
  const directoryOf = (profile: string | undefined) =>
    profiles().find(({ name }) => name === profile)?.['html-directory'] || 'hotspot'
  const isEmpty = (directory: string) =>
    !menus.rows('/file').some(({ name = '' }) => name.startsWith(`${directory}/`))

  const complete = () => {
    for (const { name } of profiles()) {
      const directory = directoryOf(name)
      if (isEmpty(directory)) fill(menus, directory)
    }
  }
  complete()
  menus.watch('/ip/hotspot/profile', complete)
  menus.define('/ip/hotspot', 'reset-html', (args) => {
    const wanted = (args['numbers'] ?? args['.id'] ?? '').split(',')
    for (const { '.id': id = '', name = '', profile } of menus.menu('/ip/hotspot').stored()) {
      if (wanted.includes(id) || wanted.includes(name)) fill(menus, directoryOf(profile))
    }
    return { rows: [] }
  })
}

/** Whether version 6.49 brings an api.json is nowhere said, so that it does not. */
function fill(menus: Menus, directory: string): void {
  for (const [name, contents] of Object.entries(STOCK_PAGES)) {
    if (name === 'api.json' && menus.version.startsWith('6.')) continue
    storeFile(menus, `${directory}/${name}`, contents)
  }
}
