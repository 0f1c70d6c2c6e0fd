import { ConsoleError } from '../console_error.js'
import {
  argument,
  caught,
  counterName,
  integer,
  MOST_ROUNDS,
  runBlock,
  type GlobalCommand,
} from './arguments.js'
import { elements, NIL, number, text, type Value } from './value.js'

/** Conditions, loops and the catching of errors. */
export const CONTROL_COMMANDS: Readonly<Record<string, GlobalCommand>> = {
  async if(interpreter, call, scope) {
    const condition = await argument(interpreter, call, scope, 0, 'condition')
    if (condition.type !== 'bool') throw new ConsoleError('conditional not boolean')
    return runBlock(interpreter, call.named[condition.truth ? 'do' : 'else'], scope.inner())
  },

  async do(interpreter, call, scope) {
    const body = call.unnamed[0] ?? call.named['command']
    try {
      let value = NIL
      for (let round = 0; round < MOST_ROUNDS; round++) {
        value = await runBlock(interpreter, body, scope.inner())
        const condition = call.named['while']
        if (condition === undefined) return value
        if (!interpreter.condition(await interpreter.evaluate(condition, scope))) return value
      }
      throw new ConsoleError('script does not end')
    } catch (error) {
      const handler = call.named['on-error']
      if (handler === undefined) throw error
      caught(error)
      return runBlock(interpreter, handler, scope.inner())
    }
  },

  async while(interpreter, call, scope) {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const condition = await argument(interpreter, call, scope, 0, 'condition')
      if (!interpreter.condition(condition)) return NIL
      await runBlock(interpreter, call.named['do'], scope.inner())
    }
    throw new ConsoleError('script does not end')
  },

  async for(interpreter, call, scope) {
    const read = async (name: string) =>
      (await argument(interpreter, call, scope, 9, name)) as Value
    const [from, to] = [integer(await read('from'), 0), integer(await read('to'), 0)]
    const step = integer(await read('step'), from <= to ? 1 : -1)
    if (step === 0) throw new ConsoleError('script does not end')
    for (let value = from; step > 0 ? value <= to : value >= to; value += step) {
      const inner = scope.inner()
      inner.declareLocal(counterName(call), number(value))
      await runBlock(interpreter, call.named['do'], inner)
    }
    return NIL
  },

  async foreach(interpreter, call, scope) {
    const list = await argument(interpreter, call, scope, 9, 'in')
    const [first = '', second] = counterName(call).split(',')
    const plain = list.type === 'array' ? list.items : elements(list)
    const pairs: [Value, Value][] = plain.map((value, index) => [number(index), value])
    if (list.type === 'array') for (const [key, value] of list.keyed) pairs.push([text(key), value])
    for (const [key, value] of pairs) {
      const inner = scope.inner()
      inner.declareLocal(second ?? first, value)
      if (second !== undefined) inner.declareLocal(first, key)
      await runBlock(interpreter, call.named['do'], inner)
    }
    return NIL
  },

  async onerror(interpreter, call, scope) {
    const inner = scope.inner()
    try {
      await runBlock(interpreter, call.named['in'] ?? call.unnamed[1], inner)
      return { type: 'bool', truth: false }
    } catch (error) {
      inner.declareLocal(counterName(call), text(caught(error).message))
      await runBlock(interpreter, call.named['do'], inner)
      return { type: 'bool', truth: true }
    }
  },

  async retry(interpreter, call, scope) {
    const most = integer(await argument(interpreter, call, scope, 9, 'max'), 1)
    for (let attempt = 1; ; attempt++) {
      try {
        return await runBlock(interpreter, call.named['command'], scope.inner())
      } catch (error) {
        caught(error)
        if (attempt < most) continue
        if (call.named['on-error'] === undefined) throw error
        return runBlock(interpreter, call.named['on-error'], scope.inner())
      }
    }
  },
}
