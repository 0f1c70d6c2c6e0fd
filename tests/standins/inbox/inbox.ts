import type { Clock } from '../kit/clock.js'
import type { ReceivedMail } from '../smtp/start.js'
import { splitIntoSegments, type Encoding } from './segments.js'

export interface ReceivedMessage {
  id: number
  /** E.164, `+8801712345678`. */
  to: string
  from: string
  text: string
  encoding: Encoding
  segments: string[]
  /** The one-time code in the text, when it speaks of one. */
  code?: string
  /** ISO 8601, UTC. */
  receivedAt: string
}

const KEPT_MESSAGES = 2000
const SPEAKS_OF_A_CODE = /\b(code|otp|pin)\b|কোড|ওটিপি/i
const CODE = /(?<![\d.,+])\p{Nd}{4,8}(?![\d.,]?\d)/u

/** What the phones have received, newest first. */
export class Inbox {
  /** E-mail, oldest first: the mail server's own list, where one runs beside it. */
  mails: readonly ReceivedMail[] = []

  #messages: ReceivedMessage[] = []
  #lastId = 0

  constructor(private readonly clock: Clock) {}

  receive(to: string, from: string, text: string): ReceivedMessage {
    const { encoding, parts } = splitIntoSegments(text)
    const code = findCode(text)
    const message = {
      id: ++this.#lastId,
      to: e164(to),
      from,
      text,
      encoding,
      segments: parts,
      ...(code === undefined ? {} : { code }),
      receivedAt: new Date(this.clock.now()).toISOString(),
    }
    this.#messages = [message, ...this.#messages].slice(0, KEPT_MESSAGES)
    return message
  }

  /** @param number in any spelling of E.164; all messages when left out. */
  messages(number?: string): ReceivedMessage[] {
    if (number === undefined || number.trim() === '') return [...this.#messages]
    const wanted = e164(number)
    return this.#messages.filter((message) => message.to === wanted)
  }

  /** Every number that received something, the latest first. */
  numbers(): string[] {
    return [...new Set(this.#messages.map((message) => message.to))]
  }

  clear(): void {
    this.#messages = []
  }
}

/** A `+` that was not escaped in a query arrives as a space; only digits count. */
function e164(number: string): string {
  const digits = number.replace(/\D/g, '')
  return `+${digits.startsWith('01') && digits.length === 11 ? `88${digits}` : digits}`
}

export function findCode(text: string): string | undefined {
  return SPEAKS_OF_A_CODE.test(text) ? CODE.exec(text)?.[0] : undefined
}
