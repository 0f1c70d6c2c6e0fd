import logger from '@adonisjs/core/services/logger'

type Line = Readonly<Record<string, unknown>>

/** What the application says in its log from now on, at a level and above, as written out. */
export class LogLines {
  readonly #lines: string[] = []
  readonly #undo: () => void

  private constructor(from: string) {
    const { pino } = logger
    const stream = Object.getOwnPropertySymbols(pino).find(({ description }) =>
      description?.endsWith('.stream')
    )
    if (!stream) throw new Error('The logger writes nowhere')
    const [destination, level]: [unknown, string] = [Reflect.get(pino, stream), logger.level]
    Reflect.set(pino, stream, { write: (line: string) => this.#lines.push(line) })
    logger.level = from
    this.#undo = () => {
      Reflect.set(pino, stream, destination)
      logger.level = level
    }
  }

  static listen(from = 'info'): LogLines {
    return new LogLines(from)
  }

  stop(): void {
    this.#undo()
  }

  /** All of them. */
  all(): Line[] {
    return this.#lines.map(parsed)
  }

  /** The lines of one payment. */
  of({ reference }: { reference: string }): Line[] {
    return this.all().filter((line) => line['reference'] === reference)
  }

  /** What gateways said of a payment, in the order in which they were asked. */
  said(payment: { reference: string }): string[] {
    return this.of(payment).flatMap(({ said }) => (typeof said === 'string' ? [said] : []))
  }
}

function parsed(line: string): Line {
  return JSON.parse(line)
}
