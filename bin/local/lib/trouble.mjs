import { lastLines } from './logs.mjs'

/** A failure a person can act on: what happened, what to do, and the log that tells more. */
export class Trouble extends Error {
  constructor(message, { hint, log, cause } = {}) {
    super(message, { cause })
    this.name = 'Trouble'
    this.hint = hint
    this.log = log
  }
}

/** The failure as lines for a terminal: message, advice, log file and its last lines. */
export function explain(error) {
  if (!(error instanceof Trouble)) return `\n✗ ${error?.stack ?? error}\n`
  const lines = ['', `✗ ${error.message}`]
  if (error.hint) lines.push(`  What to do: ${error.hint}`)
  const tail = error.log ? lastLines(error.log, 15) : []
  if (error.log) lines.push(`  Log: ${error.log}${tail.length ? ', which ends with' : ' (empty)'}`)
  for (const line of tail) lines.push(`    | ${line}`)
  return lines.join('\n') + '\n'
}
