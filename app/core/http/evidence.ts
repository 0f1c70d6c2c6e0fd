import type { Clock } from '../clock.js'
import type { HttpAnswer } from './outbound_answer.js'
import type { OutboundFailure } from './outbound_errors.js'

/** One exchange with a provider, kept with the payment or message it decided. No secrets. */
export interface Exchange {
  call: string
  /** ISO 8601, UTC. */
  at: string
  /** Null when no whole answer came. */
  status: number | null
  /** The raw answer, secrets replaced, or what went wrong. */
  body: string
}

export type Evidence = readonly Exchange[]

/** Characters kept of an answer: enough for any gateway's JSON, little of an error page. */
const KEPT = 8192

/** Collects what a provider said during one verb, as it said it. */
export class EvidenceLog {
  readonly #exchanges: Exchange[] = []
  readonly #secrets = new Set<string>()

  constructor(
    private readonly clock: Clock,
    secrets: Iterable<string> = []
  ) {
    this.hide(secrets)
  }

  /** More values that must never be kept, such as a token that was just issued. */
  hide(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      for (const spelling of spellings(secret)) this.#secrets.add(spelling)
    }
  }

  answered(call: string, answer: HttpAnswer): void {
    this.#add(call, answer.status, answer.text)
  }

  failed(call: string, failure: OutboundFailure): void {
    this.#add(call, null, failure.message)
  }

  /** What is known so far. */
  get exchanges(): Evidence {
    return [...this.#exchanges]
  }

  #add(call: string, status: number | null, raw: string): void {
    this.#exchanges.push({
      call,
      at: this.clock.now().toISO() ?? '',
      status,
      body: storable(replaced(raw, this.#secrets).slice(0, KEPT)),
    })
  }
}

/** Words that may repeat what was sent, such as a gateway's "no such key: …", without secrets. */
export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  return replaced(text, new Set([...secrets].flatMap(spellings)))
}

/** Longest first, so that a secret inside another does not leave the rest of it behind. */
function replaced(raw: string, secrets: Iterable<string>): string {
  return [...secrets]
    .sort((one, other) => other.length - one.length)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), raw)
}

/** A secret as it is, in JSON, and in a URL. Very short ones would blank out ordinary text. */
function spellings(secret: string): string[] {
  if (secret.length < 4) return []
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
}

/** Postgres's jsonb takes neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed()
}
