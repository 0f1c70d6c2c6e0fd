import type { Menus } from '../../menus/menus.js'
import type { NameTable } from '../../names.js'
import { ConsoleError } from '../console_error.js'
import type { FunctionCall, Node, Statement } from './ast.js'
import { GLOBAL_COMMANDS } from './global_commands.js'
import { callMenu } from './menu_call.js'
import { operate } from './operators.js'
import { Scope, type Globals } from './scope.js'
import { typedValue } from './typed_values.js'
import { array, literal, NIL, number, text, toText, truth, type Value } from './value.js'

/** What scripts reach of the router they run on. */
export interface ScriptHost {
  readonly menus: Menus
  readonly names: NameTable
  readonly globals: Globals
  /** Milliseconds since the epoch. */
  now(): number
}

/** Thrown by `:return`; caught by the function that it leaves. */
export class ReturnSignal {
  constructor(readonly value: Value) {}
}

const MOST_STEPS = 200_000

/** Runs parsed commands one after the other. Failures are ConsoleErrors. */
export class Interpreter {
  readonly output: string[] = []
  #steps = 0

  constructor(
    readonly host: ScriptHost,
    /** Numbers name items only at a terminal, where somebody has just printed them. */
    readonly interactive: boolean,
    /** What the script may do; undefined for everything. */
    readonly policies?: ReadonlySet<string>
  ) {}

  say(line: string): void {
    this.output.push(line)
  }

  async runAll(statements: readonly Statement[], scope: Scope): Promise<Value> {
    let last: Value = NIL
    for (const statement of statements) last = await this.run(statement, scope)
    return last
  }

  /** The value of a statement; `used` when a bracket around it takes the value. */
  async run(statement: Statement, scope: Scope, used = false): Promise<Value> {
    if (++this.#steps > MOST_STEPS) throw new ConsoleError('script does not end')
    switch (statement.kind) {
      case 'enter':
        return NIL
      case 'block':
        return this.runAll(statement.body, scope.inner())
      case 'expression':
        return this.evaluate(statement.node, scope)
      case 'call':
        return this.#call(statement, scope)
      case 'menu':
        return this.#traced(`${statement.menu}/${statement.command}`, statement.at.line, () =>
          callMenu(this, statement, scope, used)
        )
      case 'global': {
        const act = GLOBAL_COMMANDS[statement.name]
        if (act === undefined)
          throw new ConsoleError(`bad command name ${statement.name}`, statement.at)
        return this.#traced(`:${statement.name}`, statement.at.line, () =>
          act(this, statement, scope)
        )
      }
    }
  }

  /** Notes on an error where it came from, as `Script Error: … (/tool/fetch; line 17)` tells. */
  async #traced(command: string, line: number, act: () => Promise<Value>): Promise<Value> {
    try {
      return await act()
    } catch (error) {
      if (error instanceof ConsoleError) error.origin ??= `${command}; line ${line}`
      throw error
    }
  }

  async evaluate(node: Node, scope: Scope): Promise<Value> {
    switch (node.kind) {
      case 'value':
        return node.value
      case 'word':
        return literal(node.text)
      case 'string':
        return text(await this.#text(node.parts, scope))
      case 'variable':
        return this.#variable(node.name, scope)
      case 'property':
        return scope.row === undefined
          ? NIL
          : typedValue(scope.row.menu, node.name, scope.row.values[node.name])
      case 'command':
        return this.run(node.statement, scope, true)
      case 'block':
        return { type: 'code', body: node.body }
      case 'array':
        return this.#array(node, scope)
      case 'unary':
        return this.#unary(node.operator, await this.evaluate(node.operand, scope))
      case 'binary':
        return this.#binary(node, scope)
    }
  }

  /** In the `do` of a menu command, its properties can be read like variables. */
  #variable(name: string, scope: Scope): Value {
    const { row } = scope
    if (!scope.has(name) && row?.values[name] !== undefined)
      return typedValue(row.menu, name, row.values[name])
    return scope.get(name)
  }

  async #text(parts: readonly (string | Node)[], scope: Scope): Promise<string> {
    let joined = ''
    for (const part of parts)
      joined += typeof part === 'string' ? part : toText(await this.evaluate(part, scope))
    return joined
  }

  async #array({ items }: Extract<Node, { kind: 'array' }>, scope: Scope): Promise<Value> {
    const plain: Value[] = []
    const keyed: [string, Value][] = []
    for (const { key, value } of items) {
      const element = await this.evaluate(value, scope)
      if (key === undefined) plain.push(element)
      else keyed.push([key, element])
    }
    return array(plain, keyed)
  }

  #unary(operator: string, operand: Value): Value {
    if (operator === '!') return truth(!this.condition(operand))
    if (operator === '-' && operand.type === 'num') return number(-operand.number)
    if (operator === '~' && operand.type === 'ip')
      return {
        type: 'ip',
        text: operand.text
          .split('.')
          .map((part) => 255 - Number(part))
          .join('.'),
      }
    throw new ConsoleError(`cannot apply ${operator}`)
  }

  async #binary(node: Extract<Node, { kind: 'binary' }>, scope: Scope): Promise<Value> {
    const left = await this.evaluate(node.left, scope)
    if (node.operator === '&&' || node.operator === '||') {
      const decided = this.condition(left) === (node.operator === '||')
      if (decided) return truth(node.operator === '||')
      return truth(this.condition(await this.evaluate(node.right, scope)))
    }
    return operate(node.operator, left, await this.evaluate(node.right, scope))
  }

  /** What `:if` and `and` take: a boolean; a property that is set counts in a `where`. */
  condition(value: Value): boolean {
    if (value.type === 'bool') return value.truth
    if (value.type === 'nil' || value.type === 'nothing') return false
    throw new ConsoleError('conditional not boolean')
  }

  async #call(call: FunctionCall, scope: Scope): Promise<Value> {
    const code = scope.get(call.name)
    if (code.type !== 'code') return code
    const inner = new Scope(scope.globals)
    for (const [name, node] of Object.entries(call.named))
      inner.declareLocal(name, await this.evaluate(node, scope))
    for (const [index, node] of call.unnamed.entries())
      inner.declareLocal(String(index + 1), await this.evaluate(node, scope))
    return this.runCode(code.body, inner)
  }

  /** Runs a function's or a parsed text's commands. */
  async runCode(body: unknown, scope: Scope): Promise<Value> {
    try {
      return await this.runAll(isBody(body) ? body : [], scope)
    } catch (signal) {
      if (signal instanceof ReturnSignal) return signal.value
      throw signal
    }
  }
}

const isBody = (body: unknown): body is readonly Statement[] => Array.isArray(body)
