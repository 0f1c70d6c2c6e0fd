import type { Menus } from './menus.js'

const COMMON =
  'local,telnet,ssh,ftp,reboot,read,write,policy,test,winbox,password,web,sniff,sensitive,api,romon'

/** Every policy of a group, in the order of `print` (MikroTik, User, "Default groups"). */
export function policiesOf(version: string): readonly string[] {
  // rest-api came with version 7, dude and tikapp went with 6
  return [...COMMON.split(','), ...(version.startsWith('6.') ? ['dude', 'tikapp'] : ['rest-api'])]
}

/** The list as the router keeps it: what is granted, then what is not with `!`. */
export function completePolicy(version: string, given: string): string {
  const granted = new Set(given.split(','))
  const all = policiesOf(version)
  const denied = all.filter((name) => !granted.has(name)).map((name) => `!${name}`)
  return [...all.filter((name) => granted.has(name)), ...denied].join(',')
}

/** Groups are stored with every policy named, whatever was given. */
export function defineGroups(menus: Menus): void {
  const menu = menus.menu('/user/group')
  menus.watch('/user/group', () => {
    for (const row of menu.stored())
      menu.update(row['.id'], { policy: completePolicy(menus.version, row['policy'] ?? '') })
  })
}
