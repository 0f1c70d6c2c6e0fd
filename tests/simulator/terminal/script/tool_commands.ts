import { randomInt } from 'node:crypto'
import { ConsoleError } from '../console_error.js'
import { argument, integer, wordArgument, type GlobalCommand } from './arguments.js'
import { fromJson, toJson } from './json.js'
import { number, text, toText } from './value.js'

/** `:resolve`, `:ping`, random numbers and JSON. */
export const TOOL_COMMANDS: Readonly<Record<string, GlobalCommand>> = {
  async resolve(interpreter, call, scope) {
    const name = toText(await argument(interpreter, call, scope, 0, 'domain-name'))
    const [address] = interpreter.host.names.known(name) ?? []
    if (address === undefined) throw new ConsoleError('failure: dns name does not exist')
    return { type: 'ip', text: address }
  },

  async ping(interpreter, call, scope) {
    const target = toText(await argument(interpreter, call, scope, 0, 'address'))
    const count = integer(await argument(interpreter, call, scope, 9, 'count'), 4)
    const [address] = interpreter.host.names.known(target) ?? []
    if (address === undefined) throw new ConsoleError('invalid value for argument address')
    const received = interpreter.host.names.answersPing(address) ? count : 0
    const lost = count === 0 ? 0 : Math.round(((count - received) / count) * 100)
    interpreter.say(`  sent=${count} received=${received} packet-loss=${lost}%`)
    return number(received)
  },

  async serialize(interpreter, call, scope) {
    const value = await argument(interpreter, call, scope, 0, 'value')
    if (toText(await wordArgument(interpreter, call, scope, 'to')) !== 'json')
      throw new ConsoleError('input does not match any value of to')
    const options = toText(await wordArgument(interpreter, call, scope, 'options')).split(',')
    const keep = options.includes('json.no-string-conversion')
    const indent = options.includes('json.pretty') ? 4 : undefined
    return text(JSON.stringify(toJson(value, keep), undefined, indent))
  },

  async deserialize(interpreter, call, scope) {
    const value = await argument(interpreter, call, scope, 0, 'value')
    if (toText(await wordArgument(interpreter, call, scope, 'from')) !== 'json')
      throw new ConsoleError('input does not match any value of from')
    const options = toText(await wordArgument(interpreter, call, scope, 'options')).split(',')
    return fromJson(toText(value), options.includes('json.no-string-conversion'))
  },

  async rndnum(interpreter, call, scope) {
    const from = integer(await argument(interpreter, call, scope, 9, 'from'), 0)
    const to = integer(await argument(interpreter, call, scope, 9, 'to'), 0xffffffff)
    return number(randomInt(from, to + 1))
  },

  async rndstr(interpreter, call, scope) {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    const from = toText(await argument(interpreter, call, scope, 9, 'from')) || letters
    const length = integer(await argument(interpreter, call, scope, 9, 'length'), 16)
    return text(Array.from({ length }, () => from.charAt(randomInt(from.length))).join(''))
  },
}
