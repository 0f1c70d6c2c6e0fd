/** What the console prints in red, with the place when it knows one. */
export class ConsoleError extends Error {
  /** The command and line that failed: `/tool/fetch; line 17`. */
  origin: string | undefined

  constructor(message: string, place?: { line: number; column: number }) {
    super(place === undefined ? message : `${message} (line ${place.line} column ${place.column})`)
    this.name = 'ConsoleError'
  }
}
