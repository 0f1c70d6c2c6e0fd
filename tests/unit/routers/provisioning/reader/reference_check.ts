import { exists, takes } from './value_check.js'
import { isThere, menus, type MenuSpec } from './catalogue.js'
import type { Argument, Command } from './script_reader.js'

/** Scripting manual, "Global commands", "Loops and conditional statements": the parameters of each. */
const GLOBALS: Record<string, readonly string[]> = {
  ':if': ['do', 'else'],
  ':do': ['on-error', 'while'],
  ':foreach': ['in', 'do'],
  ':local': [],
  ':global': [],
  ':set': [],
  ':put': [],
  ':error': [],
  ':delay': [],
  ':resolve': [],
  ':pick': [],
  ':len': [],
  ':find': [],
  ':toip': [],
  ':tostr': [],
  ':tonum': [],
  ':toarray': [],
  ':parse': [],
}

/** Manual, Fetch: the words its arguments take. */
const FETCH: Record<string, readonly string[]> = {
  'http-method': ['delete', 'get', 'head', 'post', 'put', 'patch'],
  'output': ['none', 'file', 'user', 'user-with-headers'],
  'check-certificate': ['yes', 'no', 'yes-without-crl'],
}

/** Flags that `find` takes as yes or no (manual, "Common commands": find). */
const FLAGS = ['dynamic', 'disabled', 'invalid', 'default']

/** What of a command the reference does not know; empty when all is well. */
export function unknownTo(command: Command, major: 6 | 7): string[] {
  const [first] = command.words
  if (first === undefined) return []
  if (first.startsWith(':')) return globalFaults(first, command)
  if (first === '/import') return command.args.filter((arg) => arg.name !== 'file-name').map(nameOf)

  const found = resolve(first.startsWith('/') ? command.words : [...menuOf(command.around), first])
  if (!found) return [`no such menu or command: ${command.words.join(' ')}`]
  const { menu, path, verb } = found
  if (!isThere(path, major)) return [`${path} is not in 6.49`]
  if (!menu.cmds.includes(verb)) return [`${path} has no ${verb}`]
  return command.args
    .flatMap((arg) => argumentFaults(menu, verb, arg, major))
    .concat(missing(menu, verb, command))
}

function globalFaults(name: string, { args }: Command): string[] {
  const known = GLOBALS[name]
  if (!known) return [`no such command: ${name}`]
  return args
    .filter((arg) => arg.name !== '' && arg.operator === '=' && !known.includes(arg.name))
    .map(nameOf)
}

/** The longest beginning of the words that is a menu, then the command. */
function resolve(words: string[]): { menu: MenuSpec; path: string; verb: string } | undefined {
  for (let length = words.length - 1; length > 0; length -= 1) {
    const path = words.slice(0, length).join('/')
    const menu = menus[path]
    if (menu)
      return length === words.length - 1 || isItem(menu, words, length)
        ? { menu, path, verb: words[length] ?? '' }
        : undefined
  }
  return undefined
}

/** `/ip service set api …`, `… get $x address`: an item's name or a property follows the command. */
function isItem(menu: MenuSpec, words: string[], length: number): boolean {
  return menu.cmds.includes(words[length] ?? '') && words.length - length <= 3
}

function menuOf(words: string[]): string[] {
  return (
    resolve(words)
      ?.path.split('/')
      .map((part, index) => (index === 1 ? `/${part}` : part))
      .slice(1) ?? []
  )
}

function argumentFaults(menu: MenuSpec, verb: string, arg: Argument, major: 6 | 7): string[] {
  if (arg.name === '') return []
  const special = menu.special[verb]
  if (special) return special.includes(arg.name) && fetchTakes(arg) ? [] : [nameOf(arg)]
  if (verb === 'find' && FLAGS.includes(arg.name)) return []
  if (arg.name === 'place-before' || arg.name === 'copy-from')
    return verb === 'add' ? [] : [nameOf(arg)]
  if (verb === 'find' && menu.ro.includes(arg.name)) return []

  const spec = menu.args[arg.name]
  if (!spec) return [nameOf(arg)]
  if (!exists(spec, major)) return [`${arg.name} is not in RouterOS ${major}`]
  if ('computed' in arg.value || arg.operator === '~' || verb === 'find') return []
  const empties = arg.value.quoted && arg.value.text === ''
  return empties || takes(spec, arg.value.text, arg.value.quoted)
    ? []
    : [`${arg.name}=${arg.value.text}`]
}

function fetchTakes({ name, value }: Argument): boolean {
  const words = FETCH[name]
  return !words || 'computed' in value || words.includes(value.text)
}

/** Arguments that `add` cannot do without, unless it copies. */
function missing(menu: MenuSpec, verb: string, { args }: Command): string[] {
  if (verb !== 'add' || args.some((arg) => arg.name === 'copy-from')) return []
  return Object.entries(menu.args)
    .filter(([name, spec]) => spec.req && !args.some((arg) => arg.name === name))
    .map(([name]) => `${name} is missing`)
}

function nameOf({ name }: Argument): string {
  return `no argument ${name || 'without a name'}`
}
