import { ConsoleError } from './console_error.js'

/** A word of a command line, `[…]` kept apart from plain text. */
export interface Token {
  readonly kind: 'word' | 'bracket'
  readonly text: string
  /** Column at which it begins, from 1. */
  readonly column: number
  /** Whether any part of it was quoted: a quoted `=` separates nothing. */
  readonly quoted: boolean
  /** Where an unquoted `=` splits name and value; -1 without one. */
  readonly split: number
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', _: ' ' }

/** Where the statement ends that begins at `from`: a newline or `;` outside quotes, brackets and braces. */
function endOfStatement(text: string, from: number): number {
  let quoted = false
  let depth = 0
  for (let index = from; index < text.length; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '"') quoted = !quoted
    else if (quoted) continue
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') depth--
    else if ((character === '\n' || character === ';') && depth <= 0) return index
  }
  return text.length
}

export interface Statement {
  readonly text: string
  readonly line: number
}

/** Comments go, backslash continuations join, statements part at newlines and semicolons. */
export function splitStatements(pasted: string): Statement[] {
  const text = pasted.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  const joined = stripComments(text).replace(/\\[ \t]*\n[ \t]*/g, ' ')
  const statements: Statement[] = []
  let line = 1
  for (let start = 0; start < joined.length;) {
    const end = endOfStatement(joined, start)
    const statement = joined.slice(start, end)
    if (statement.trim() !== '') statements.push({ text: statement.trim(), line })
    line += [...joined.slice(start, end + 1)].filter((one) => one === '\n').length
    start = end + 1
  }
  return statements
}

/** A `#` outside quotes at the start of a word makes the rest of its line a comment. */
function stripComments(text: string): string {
  let quoted = false
  let kept = ''
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '\\' && quoted) {
      kept += character + text.charAt(++index)
      continue
    }
    if (character === '"') quoted = !quoted
    if (character === '#' && !quoted && /^$|\s/.test(text.charAt(index - 1))) {
      while (index < text.length && text[index] !== '\n') index++
      kept += index < text.length ? '\n' : ''
    } else kept += character
  }
  return kept
}

/** The words of one statement. Throws ConsoleError for an unfinished quote or bracket. */
export function tokenize({ text, line }: Statement): Token[] {
  const tokens: Token[] = []
  let index = 0
  while (index < text.length) {
    if (/\s/.test(text.charAt(index))) index++
    else if (text[index] === '[') {
      const end = text.indexOf(']', index)
      if (end < 0)
        throw new ConsoleError('syntax error', {
          line,
          column: text.length + 1,
        })
      tokens.push({
        kind: 'bracket',
        text: text.slice(index + 1, end).trim(),
        column: index + 1,
        quoted: false,
        split: -1,
      })
      index = end + 1
    } else {
      const { token, next } = readWord(text, index, line)
      tokens.push(token)
      index = next
    }
  }
  return tokens
}

function readWord(text: string, start: number, line: number): { token: Token; next: number } {
  let word = ''
  let index = start
  let inQuotes = false
  let quoted = false
  let split = -1
  for (; index < text.length; index++) {
    const character = text.charAt(index)
    if (character === '"') {
      inQuotes = !inQuotes
      quoted = true
    } else if (character === '\\') {
      const escaped = text.charAt(++index)
      word += ESCAPES[escaped] ?? escaped
    } else if (!inQuotes && /[\s[]/.test(character)) break
    else {
      if (character === '=' && !inQuotes && split < 0) split = word.length
      word += character
    }
  }
  if (inQuotes) throw new ConsoleError('syntax error', { line, column: text.length + 1 })
  return {
    token: { kind: 'word', text: word, column: start + 1, quoted, split },
    next: index,
  }
}
