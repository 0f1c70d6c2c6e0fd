import logger from '@adonisjs/core/services/logger'

type Line = Readonly<Record<string, unknown>>

/** What the application says in its log from now on, at level `info` and above, as written out. */
export class LogLines {
  readonly #lines: string[] = []
  readonly #undo: () => void

  private constructor() {
    const { pino } = logger
    const stream = Object.getOwnPropertySymbols(pino).find(({ description }) =>
      description?.endsWith('.stream')
    )
    if (!stream) throw new Error('The logger writes nowhere')
    const [destination, level]: [unknown, string] = [Reflect.get(pino, stream), logger.level]
    Reflect.set(pino, stream, { write: (line: string) => this.#lines.push(line) })
    logger.level = 'info'
    this.#undo = () => {
      Reflect.set(pino, stream, destination)
      logger.level = level
    }
  }

  static listen(): LogLines {
    return new LogLines()
  }

  stop(): void {
    this.#undo()
  }

  /** The lines of one payment. */
  of({ reference }: { reference: string }): Line[] {
    return this.#lines.map(parsed).filter((line) => line['reference'] === reference)
  }

  /** What gateways said of a payment, in the order in which they were asked. */
  said(payment: { reference: string }): string[] {
    return this.of(payment).flatMap(({ said }) => (typeof said === 'string' ? [said] : []))
  }
}

function parsed(line: string): Line {
  return JSON.parse(line)
}
