import { readdirSync, readFileSync } from 'node:fs'

/** An argument as MikroTik's CLI reference has it; the file's `about` explains the letters. */
export interface ArgumentSpec {
  t: string
  v?: string[]
  list?: number
  neg?: number
  min?: number | string
  max?: number | string
  req?: number
  first?: string
  last?: string
  since?: string
  v6?: number
}

export interface MenuSpec {
  kind: 'list' | 'settings' | 'group'
  cmds: string[]
  args: Record<string, ArgumentSpec>
  ro: string[]
  special: Record<string, string[]>
  /** The first release that has the menu. */
  first?: string
}

interface Catalogue {
  menus: Record<string, MenuSpec>
}

/** Every part of the reference that is kept as data. */
const folder = new URL('../../../../simulator/menus/', import.meta.url)

function isCatalogue(value: unknown): value is Catalogue {
  return typeof value === 'object' && value !== null && 'menus' in value
}

export const menus: Record<string, MenuSpec> = {}
for (const name of readdirSync(folder)
  .filter((each) => each.endsWith('.json'))
  .toSorted()) {
  const parsed: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  if (!isCatalogue(parsed)) throw new Error(`${name} has no menus`)
  for (const [path, menu] of Object.entries(parsed.menus)) menus[path] ??= menu
}

/** Was the menu there? Device-mode came with 7.17 (manual: Device-mode). */
export function isThere(path: string, major: 6 | 7): boolean {
  if (path === '/system/device-mode') return major === 7
  return major === 7 || !menus[path]?.first?.startsWith('7')
}
