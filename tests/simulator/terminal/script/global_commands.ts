import { ConsoleError } from '../console_error.js'
import {
  argument,
  caught,
  integer,
  MOST_ROUNDS,
  runBlock,
  type GlobalCommand,
} from './arguments.js'
import { CONTROL_COMMANDS } from './control_commands.js'
import { ReturnSignal } from './interpreter.js'
import type { Interpreter } from './interpreter.js'
import { importFile, parseSource } from './run_source.js'
import { Scope } from './scope.js'
import { convertTo, find, lengthOf, pick } from './text_commands.js'
import { TOOL_COMMANDS } from './tool_commands.js'
import { array, id, NIL, number, text, toText, typeName, type Value } from './value.js'
import { assign, declare } from './variables.js'

const one =
  (read: (value: Value, interpreter: Interpreter) => Value, ...names: string[]): GlobalCommand =>
  async (interpreter, call, scope) =>
    read(await argument(interpreter, call, scope, 0, ...names, 'value'), interpreter)

/** Every `:` command (MikroTik, Scripting, "Global commands"). */
export const GLOBAL_COMMANDS: Readonly<Record<string, GlobalCommand>> = {
  ...CONTROL_COMMANDS,
  ...TOOL_COMMANDS,
  put: one((value, interpreter) => {
    interpreter.say(toText(value))
    return value
  }, 'message'),
  error: one((value) => {
    throw new ConsoleError(toText(value))
  }, 'message'),
  return: one((value) => {
    throw new ReturnSignal(value)
  }),
  delay: async () => NIL,
  nothing: async () => ({ type: 'nothing' }),
  len: one((value) => number(lengthOf(value))),
  typeof: one((value) => text(typeName(value))),
  local: (interpreter, call, scope) => declare(interpreter, call, scope),
  global: (interpreter, call, scope) => declare(interpreter, call, scope),
  set: (interpreter, call, scope) => assign(interpreter, call, scope),
  ...Object.fromEntries(
    ['tostr', 'tonum', 'tobool', 'toid', 'toip', 'totime', 'toarray'].map((name) => [
      name,
      one((value) => convertTo(name, value)),
    ])
  ),

  async log(interpreter, call, scope) {
    const [topic] = call.unnamed
    const name = topic?.kind === 'word' ? topic.text : ''
    const write = interpreter.host.menus.special('/log', name)
    if (write === undefined) throw new ConsoleError('expected end of command', call.at)
    await write({ message: toText(await argument(interpreter, call, scope, 1, 'message')) })
    return NIL
  },

  async pick(interpreter, call, scope) {
    const value = await argument(interpreter, call, scope, 0, 'counter')
    const begin = await argument(interpreter, call, scope, 1, 'begin')
    return pick(value, begin, await argument(interpreter, call, scope, 2, 'end'))
  },

  async find(interpreter, call, scope) {
    const container = await argument(interpreter, call, scope, 0, 'in')
    const wanted = await argument(interpreter, call, scope, 1, 'key')
    return find(container, wanted, integer(await argument(interpreter, call, scope, 2, 'from'), -1))
  },

  async range(interpreter, call, scope) {
    const from = integer(await argument(interpreter, call, scope, 0), 0)
    const to = integer(await argument(interpreter, call, scope, 1), 0)
    if (to - from > MOST_ROUNDS) throw new ConsoleError('script does not end')
    return array(
      Array.from({ length: Math.max(0, to - from + 1) }, (_one, index) => number(from + index))
    )
  },

  async time(interpreter, call, scope) {
    await runBlock(interpreter, call.unnamed[0], scope.inner())
    return { type: 'time', number: 1 }
  },
  timestamp: async ({ host }) => ({ type: 'time', number: host.now() }),

  async parse(interpreter, call, scope) {
    const source = toText(await argument(interpreter, call, scope, 0, 'source'))
    return { type: 'code', body: parseSource(interpreter.host, source) }
  },

  /** Runs beside the script that starts it: what goes wrong there is its own affair. */
  async execute(interpreter, call, scope) {
    const [node = call.named['script']] = call.unnamed
    const inner = new Scope(scope.globals)
    try {
      const body =
        node?.kind === 'block'
          ? node.body
          : parseSource(
              interpreter.host,
              toText(await argument(interpreter, call, scope, 0, 'script'))
            )
      await interpreter.runAll(body, inner)
    } catch (error) {
      caught(error)
    }
    return id('*1')
  },

  async import(interpreter, call, scope) {
    const name = toText(await argument(interpreter, call, scope, 0, 'file-name'))
    await importFile(interpreter, name)
    return NIL
  },

  async environment(interpreter, _call, scope) {
    for (const [name, value] of scope.globals) interpreter.say(`${name}=${toText(value)}`)
    return NIL
  },
  jobname: async () => text(''),
}
