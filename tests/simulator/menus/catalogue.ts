import { readFileSync } from 'node:fs'
import { policiesOf } from './policies.js'

/** One argument of `add` and `set`, as MikroTik's command reference has it. */
export interface ArgumentSpec {
  readonly t: string
  readonly v?: readonly string[]
  readonly list?: 1
  readonly neg?: 1
  readonly min?: number | string
  readonly max?: number | string
  readonly d?: string
  readonly req?: 1
  readonly first?: string
  readonly last?: string
  readonly v6?: 0 | 1
}

export interface MenuSpec {
  readonly kind: 'list' | 'settings' | 'group'
  readonly cmds: readonly string[]
  readonly args: Readonly<Record<string, ArgumentSpec>>
  readonly print: readonly string[]
  readonly ro: readonly string[]
  readonly special: Readonly<Record<string, readonly string[]>>
  readonly copyFrom?: true
  readonly placeBefore?: true
  /** First minor release that has the menu. */
  readonly first?: string
  /** The package that version 6 needs for it. */
  readonly package?: string
}

export interface Catalogue {
  readonly printArguments: ReadonlySet<string>
  readonly menus: ReadonlyMap<string, MenuSpec>
}

/** `7.20.4` → [7, 20]. */
function release(version: string): [number, number] {
  const [major, minor] = version.replace('<', '').split('.').map(Number)
  return [major ?? 7, minor ?? 0]
}

function atMost(left: string, right: string): boolean {
  const [a, b] = [release(left), release(right)]
  return a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1])
}

/** Whether a router of this version knows the argument. */
export function knownIn(argument: ArgumentSpec, version: string): boolean {
  if (release(version)[0] < 7) return argument.v6 !== 0
  if (argument.last?.startsWith('<')) return false
  return (
    (argument.first === undefined || atMost(argument.first, version)) &&
    (argument.last === undefined || atMost(version, argument.last))
  )
}

interface CatalogueFile {
  about: { common: { print: string[] } }
  menus: Record<string, MenuSpec>
}

function isCatalogueFile(value: unknown): value is CatalogueFile {
  return typeof value === 'object' && value !== null && 'about' in value && 'menus' in value
}

function readCatalogue(name: string): CatalogueFile {
  const parsed: unknown = JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
  if (!isCatalogueFile(parsed)) throw new Error(`${name} does not hold a command catalogue`)
  return parsed
}

const file = readCatalogue('./catalogue.json')
const MENUS = { ...file.menus, ...readCatalogue('./more_menus.json').menus }

/** Packages of version 6 that may not be installed; version 7 has them in one. */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/^\/ip\/hotspot/, 'hotspot'],
  [/^\/ip\/dhcp-/, 'dhcp'],
  [/^\/(ppp|interface\/(l2tp|sstp))/, 'ppp'],
]

/** Whether a router of this version with these packages missing has the menu. */
function hasMenu(
  path: string,
  spec: MenuSpec,
  version: string,
  missing: readonly string[]
): boolean {
  const old = release(version)[0] < 7
  if (spec.first !== undefined && !atMost(spec.first, version)) return false
  if (old && path === '/system/device-mode') return false
  return !old || !PACKAGES.some(([pattern, name]) => pattern.test(path) && missing.includes(name))
}

/** Defaults of `add` that differ: both come disabled, on version 7 the DHCP server no longer does. */
function defaultOf(
  path: string,
  name: string,
  argument: ArgumentSpec,
  version: string
): ArgumentSpec {
  if (path === '/user/group' && name === 'policy') return { ...argument, v: policiesOf(version) }
  const dormant = path === '/ip/hotspot' || (path === '/ip/dhcp-server' && release(version)[0] < 7)
  return dormant && name === 'disabled' ? { ...argument, d: 'yes' } : argument
}

/** Commands that stand above all menus; the console has them as global commands. */
const ROOT: MenuSpec = {
  kind: 'group',
  cmds: ['ping', 'import'],
  args: {},
  print: [],
  ro: [],
  special: {
    ping: ['address', 'count', 'interval', 'interface', 'size', 'src-address', 'ttl'],
    import: ['file-name', 'verbose', 'from-line'],
  },
}

/** The menus of a router of this version, with only the arguments that version knows. */
export function catalogueFor(version: string, missing: readonly string[] = []): Catalogue {
  const menus = new Map<string, MenuSpec>()
  for (const [path, spec] of Object.entries(MENUS)) {
    if (!hasMenu(path, spec, version, missing)) continue
    const args = Object.fromEntries(
      Object.entries(spec.args)
        .filter(([, argument]) => knownIn(argument, version))
        .map(([name, argument]) => [name, defaultOf(path, name, argument, version)])
    )
    menus.set(path, { ...spec, args })
  }
  menus.set('', ROOT)
  return { printArguments: new Set(file.about.common.print), menus }
}

/** Whether a router of this version is of that release or a later one. */
export function atLeast(wanted: string, version: string): boolean {
  return atMost(wanted, version)
}

/** `!empty` came with 7.18 (MikroTik's API page). */
export function answersEmpty(version: string): boolean {
  return atMost('7.18', version)
}
