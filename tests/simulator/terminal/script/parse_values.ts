import type { ArrayItem, Node } from './ast.js'
import type { Parser } from './parser.js'

const ESCAPES: Record<string, string> = {
  'n': '\n',
  'r': '\r',
  't': '\t',
  '_': ' ',
  'a': '\x07',
  'b': '\b',
  'f': '\f',
  'v': '\v',
  '"': '"',
  '\\': '\\',
  '$': '$',
  '?': '?',
}

/** One escape after its backslash (MikroTik, "Constant Escape Sequences"); hexadecimal in capitals. */
function escape(parser: Parser): string {
  const { reader } = parser
  const hex = reader.match(/[0-9A-F]{2}/)
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
  if (reader.match(/[ \t]*\n[ \t]*/) !== undefined) return ''
  const character = ESCAPES[reader.peek()]
  if (character === undefined) throw reader.error('syntax error')
  reader.take()
  return character
}

/** Escaped octets of UTF-8 become characters again. */
function decoded(plain: string): string {
  const codes = [...plain].map((one) => one.codePointAt(0) ?? 0)
  if (!codes.some((code) => code > 127) || codes.some((code) => code > 255)) return plain
  const octets = Buffer.from(plain, 'latin1')
  return octets.toString('utf8').includes('\ufffd') ? plain : octets.toString('utf8')
}

/** `"text $name $[command] $(expression)"`, from its opening quote. */
export function parseString(parser: Parser): Node {
  const { reader } = parser
  reader.take()
  const parts: (string | Node)[] = []
  let plain = ''
  for (;;) {
    if (reader.atEnd) throw reader.error('syntax error')
    if (reader.accept('"')) break
    if (reader.accept('\\')) plain += escape(parser)
    else if (reader.peek() === '$' && /[A-Za-z0-9"[(]/.test(reader.peek(1))) {
      parts.push(decoded(plain), parseDollar(parser))
      plain = ''
    } else plain += reader.take()
  }
  return { kind: 'string', parts: [...parts, decoded(plain)] }
}

/** `$name`, `$"any name"`, `$[command]`, `$(expression)`. */
export function parseDollar(parser: Parser): Node {
  const { reader } = parser
  reader.take()
  if (reader.peek() === '[') return parser.bracket()
  if (reader.peek() === '(') return parser.parenthesis()
  const at = reader.place()
  const start = reader.index
  const name = reader.accept('"') ? reader.match(/[^"]*/) : reader.match(/[A-Za-z0-9]+/)
  if (reader.text.charAt(start) === '"' && !reader.accept('"')) throw reader.error('syntax error')
  if (name === undefined || name === '') throw reader.error('syntax error')
  if (parser.isProperty(name)) return { kind: 'property', name }
  if (!parser.names.knows(name)) throw reader.error('syntax error', start)
  return { kind: 'variable', name, at }
}

/** `{1; "a"; key=2}`; empty braces are no array (MikroTik, "How to define empty array"). */
export function parseArray(parser: Parser): Node {
  const { reader } = parser
  const opening = reader.index
  reader.take()
  const items: ArrayItem[] = []
  for (;;) {
    reader.skipBetween()
    if (reader.accept('}')) break
    if (reader.atEnd) throw reader.error('syntax error')
    const start = reader.index
    const quoted = reader.match(/"[^"$\\]*"(?==)/)
    const key = quoted?.slice(1, -1) ?? reader.match(/[A-Za-z0-9-]+(?==)/)
    if (key !== undefined && !reader.accept('=')) reader.back(start)
    if (key !== undefined && quoted === undefined && /[^a-z]/.test(key))
      throw reader.error('syntax error', start)
    items.push({ key, value: parser.expression() })
    reader.skipBetween()
    reader.accept(',')
  }
  if (items.length === 0) throw reader.error('syntax error', opening + 1)
  return { kind: 'array', items }
}

/** A word without quotes as the value of an argument: it ends at blanks and brackets. */
export function parseBareWord(parser: Parser): Node {
  const { reader } = parser
  const word = reader.match(/[^\s;#"$\\[\](){}]+(#[^\s;"$\\[\](){}]*)?/)
  if (word === undefined) throw reader.error('syntax error')
  return { kind: 'word', text: word }
}
