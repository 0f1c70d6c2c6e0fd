import type { Node } from './ast.js'
import { parseArray, parseDollar, parseString } from './parse_values.js'
import type { Parser } from './parser.js'
import { literal } from './value.js'

/** Binary operators from the loosest to the tightest. */
const LEVELS: readonly (readonly RegExp[])[] = [
  [/\|\|/, /or(?![A-Za-z0-9-])/],
  [/&&/, /and(?![A-Za-z0-9-])/],
  [/!=/, /<=/, />=/, /=/, /<(?!<)/, />(?!>)/, /~/, /in(?![A-Za-z0-9-])/],
  [/,/],
  [/\.(?!\.)/],
  [/\|(?!\|)/, /\^/, /&(?!&)/, /<</, />>/],
  [/\+/, /-(?!>)/],
  [/\*(?![0-9A-F])/, /\//, /%/],
]

const NUMBERS =
  /(\d+\.){3}\d+(\/\d+)?|(\d+w)?(\d+d)?\d+:\d\d(:\d\d(\.\d+)?)?|(\d+(w|d|h|min|ms|m|s))+(?![A-Za-z0-9])|0x[0-9a-fA-F]+|\d+(?![A-Za-z0-9])|\*[0-9A-Fa-f]+|(true|false|yes|no)(?![A-Za-z0-9-])/

/** Reads one expression of `( … )`, of an array or of a `where`. Throws ConsoleError. */
export function parseExpression(parser: Parser, level = 0): Node {
  const operators = LEVELS[level]
  if (operators === undefined) return parseUnary(parser)
  let left = parseExpression(parser, level + 1)
  for (;;) {
    skip(parser)
    const operator = operatorAt(parser, operators)
    if (operator === undefined) return left
    skip(parser)
    left = { kind: 'binary', operator, left, right: operand(parser, level + 1, operator, left) }
  }
}

function skip(parser: Parser): void {
  parser.reader.skipBlanks()
  if (parser.insideParentheses) parser.reader.match(/[\s]+/)
}

function operatorAt({ reader }: Parser, operators: readonly RegExp[]): string | undefined {
  for (const one of operators) {
    const found = reader.match(one)
    if (found !== undefined) return { and: '&&', or: '||' }[found] ?? found
  }
  return undefined
}

/** In a `where`, what follows a comparison may be a word without quotes. */
function operand(parser: Parser, level: number, operator: string, left: Node): Node {
  const compares = /^(=|!=|<|>|<=|>=|~|in)$/.test(operator) && left.kind === 'property'
  if (!compares || !/[^\s"$[({!]/.test(parser.reader.peek())) return parseExpression(parser, level)
  const word = parser.reader.match(/[^\s;"$\\[\](){}&|=<>!~]+/)
  if (word === undefined) throw parser.reader.error('syntax error')
  return { kind: 'word', text: word }
}

function parseUnary(parser: Parser): Node {
  const { reader } = parser
  skip(parser)
  if (reader.peek() === '!' && reader.peek(1) !== '=') {
    reader.take()
    return { kind: 'unary', operator: '!', operand: parseUnary(parser) }
  }
  if (reader.peek() === '-' || reader.peek() === '~') {
    const operator = reader.take()
    return { kind: 'unary', operator, operand: parseUnary(parser) }
  }
  let node = parsePrimary(parser)
  for (;;) {
    skip(parser)
    if (!reader.accept('->')) return node
    skip(parser)
    const key = parsePrimary(parser)
    node = { kind: 'binary', operator: '->', left: node, right: key }
  }
}

function parsePrimary(parser: Parser): Node {
  const { reader } = parser
  const next = reader.peek()
  if (next === '"') return parseString(parser)
  if (next === '$') return parseDollar(parser)
  if (next === '[') return parser.bracket()
  if (next === '(') return parser.parenthesis()
  if (next === '{') return parseArray(parser)
  const found = reader.match(NUMBERS)
  if (found !== undefined) return { kind: 'value', value: literal(found) }
  const start = reader.index
  const word = reader.match(/[A-Za-z.][A-Za-z0-9.-]*/)
  if (word !== undefined && parser.isProperty(word)) return { kind: 'property', name: word }
  if (word !== undefined && parser.whereMenu !== undefined && /[\s=~!<>]/.test(reader.peek()))
    throw reader.error('expected end of command', start)
  throw reader.error('syntax error', start)
}
