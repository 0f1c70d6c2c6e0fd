import type { GlobalCall, Node } from './ast.js'
import { ConsoleError } from '../console_error.js'
import type { Interpreter } from './interpreter.js'
import type { Scope } from './scope.js'
import { NIL, text, type Value } from './value.js'

export type GlobalCommand = (
  interpreter: Interpreter,
  call: GlobalCall,
  scope: Scope
) => Promise<Value>

/** Most rounds of a loop before the script is said to hang. */
export const MOST_ROUNDS = 20_000

/** An argument by position or by name; nil when it was not given. */
export async function argument(
  interpreter: Interpreter,
  call: GlobalCall,
  scope: Scope,
  position: number,
  ...names: string[]
): Promise<Value> {
  const node = call.unnamed[position] ?? names.map((name) => call.named[name]).find(Boolean)
  return node === undefined ? NIL : interpreter.evaluate(node, scope)
}

/** An argument whose word is taken as it stands: `to=json`. */
export async function wordArgument(
  interpreter: Interpreter,
  call: GlobalCall,
  scope: Scope,
  name: string
): Promise<Value> {
  const node = call.named[name]
  if (node === undefined) return NIL
  return node.kind === 'word' ? text(node.text) : interpreter.evaluate(node, scope)
}

/** Runs a block in a scope of its own; a value runs as a function does. */
export async function runBlock(
  interpreter: Interpreter,
  node: Node | undefined,
  scope: Scope
): Promise<Value> {
  if (node === undefined) return NIL
  if (node.kind === 'block') return interpreter.runAll(node.body, scope)
  const value = await interpreter.evaluate(node, scope)
  return value.type === 'code' ? interpreter.runCode(value.body, scope.inner()) : value
}

/** The name that `:for`, `:foreach` and `:onerror` give their value. */
export function counterName(call: GlobalCall): string {
  const node = call.unnamed[0] ?? call.named['counter']
  return node?.kind === 'word' ? node.text : ''
}

export const integer = (value: Value, otherwise: number) =>
  value.type === 'num' ? value.number : otherwise

/** The script's own error; anything else is a defect of this program and goes on. */
export function caught(error: unknown): ConsoleError {
  if (error instanceof ConsoleError) return error
  throw error
}
