import { ConsoleError } from '../console_error.js'
import type { GlobalCall, Node } from './ast.js'
import type { Interpreter } from './interpreter.js'
import { elementOf } from './operators.js'
import type { Scope } from './scope.js'
import { array, NIL, toText, type Value } from './value.js'

function nameOf(node: Node | undefined): string {
  if (node?.kind === 'word') return node.text
  if (node?.kind === 'string' && node.parts.length === 1) return String(node.parts[0])
  throw new ConsoleError('syntax error')
}

async function valueOf(
  interpreter: Interpreter,
  call: GlobalCall,
  scope: Scope
): Promise<Value | undefined> {
  const node = call.unnamed[1] ?? call.named['value'] ?? call.named['do']
  return node === undefined ? undefined : interpreter.evaluate(node, scope)
}

/** `:local` and `:global`, with a value, a function (`do=`) or nothing. */
export async function declare(
  interpreter: Interpreter,
  call: GlobalCall,
  scope: Scope
): Promise<Value> {
  const name = nameOf(call.unnamed[0] ?? call.named['name'])
  const value = await valueOf(interpreter, call, scope)
  if (call.name === 'local') scope.declareLocal(name, value ?? NIL)
  else scope.declareGlobal(name, value)
  return NIL
}

/** `:set name value`, `:set ($array->"key") value`; without a value the variable is gone. */
export async function assign(
  interpreter: Interpreter,
  call: GlobalCall,
  scope: Scope
): Promise<Value> {
  const [target] = call.unnamed
  const value = (await valueOf(interpreter, call, scope)) ?? NIL
  if (target?.kind === 'binary' && target.operator === '->')
    await put(interpreter, target, value, scope)
  else scope.set(nameOf(target ?? call.named['name']), value)
  return NIL
}

/** Puts a value into an element, and the changed array back where it came from. */
async function put(
  interpreter: Interpreter,
  target: Node,
  value: Value,
  scope: Scope
): Promise<void> {
  if (target.kind === 'variable') return scope.set(target.name, value)
  if (target.kind !== 'binary') throw new ConsoleError('syntax error')
  const container = await interpreter.evaluate(target.left, scope)
  const key = await interpreter.evaluate(target.right, scope)
  await put(interpreter, target.left, replaced(container, key, value), scope)
}

function replaced(container: Value, key: Value, value: Value): Value {
  const { items, keyed } = container.type === 'array' ? container : array([])
  if (key.type === 'num') {
    if (elementOf(container, key).type === 'nil' && key.number !== items.length)
      throw new ConsoleError('no such item')
    return array(Object.assign([...items], { [key.number]: value }), keyed)
  }
  return array(items, new Map(keyed).set(toText(key), value))
}
