/** What the console prints in red, with the place when it knows one. */
export class ConsoleError extends Error {
  constructor(message: string, place?: { line: number; column: number }) {
    super(place === undefined ? message : `${message} (line ${place.line} column ${place.column})`)
    this.name = 'ConsoleError'
  }
}
