import { missing, Refusal } from './refusals.js'

const MOST_METADATA = 50
const LONGEST_KEY = 40
const LONGEST_VALUE = 500

/** A form as Stripe takes it, `a[b][0]` and all; names Stripe does not know are refused. */
export class Params {
  /** @throws Refusal parameter_unknown */
  constructor(
    private readonly form: URLSearchParams,
    known: readonly RegExp[]
  ) {
    const patterns = [...known, /^expand\[\d*\]$/]
    const unknown = [...form.keys()].find((name) => !patterns.some((one) => one.test(name)))
    if (unknown !== undefined) {
      const details = { param: unknown, code: 'parameter_unknown' }
      throw new Refusal(`Received unknown parameter: ${unknown}`, details)
    }
  }

  text(name: string): string | undefined {
    return this.form.get(name) ?? undefined
  }

  /** @throws Refusal when it is missing or empty. */
  need(name: string): string {
    const value = this.text(name)
    if (value === undefined || value === '') throw missing(name)
    return value
  }

  /** @throws Refusal for anything but digits. */
  integer(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    if (!/^\d{1,12}$/.test(value)) {
      throw new Refusal(`Invalid integer: ${value}`, {
        param: name,
        code: 'parameter_invalid_integer',
      })
    }
    return Number(value)
  }

  /** @throws Refusal */
  needInteger(name: string): number {
    this.need(name)
    return this.integer(name) ?? 0
  }

  /** @throws Refusal for anything but true and false. */
  flag(name: string): boolean | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    if (value !== 'true' && value !== 'false') {
      throw new Refusal(`Invalid boolean: ${value}`, { param: name })
    }
    return value === 'true'
  }

  /** @throws Refusal for a value that is none of the choices. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const chosen = choices.find((one) => one === value)
    if (chosen === undefined) {
      throw new Refusal(`Invalid ${name}: must be one of ${choices.join(', ')}`, { param: name })
    }
    return chosen
  }

  /** Whether anything is said of a name or of what is below it. */
  has(name: string): boolean {
    return [...this.form.keys()].some((key) => key === name || key.startsWith(`${name}[`))
  }

  /** The rows of a list of objects, in order: `items[0]`, `items[1]`. */
  rows(name: string): string[] {
    const indices = [...this.form.keys()].flatMap((key) => {
      const rest = key.startsWith(`${name}[`) ? key.slice(name.length + 1) : ''
      return /^\d+\]/.test(rest) ? [Number.parseInt(rest, 10)] : []
    })
    return [...new Set(indices)].sort((one, other) => one - other).map((row) => `${name}[${row}]`)
  }

  /** An address with its scheme. @throws Refusal url_invalid */
  url(name: string): string | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const protocol = URL.canParse(value) ? new URL(value).protocol : ''
    if (protocol !== 'https:' && protocol !== 'http:') {
      throw new Refusal('Not a valid URL', { param: name, code: 'url_invalid' })
    }
    return value
  }

  /** `enabled_events[]` or `enabled_events[0]`, in order. */
  list(name: string): string[] {
    return [...this.form]
      .filter(([key]) => key.startsWith(`${name}[`) && /\[\d*\]$/.test(key))
      .map(([, value]) => value)
  }

  /** @throws Refusal beyond 50 keys of 40 characters and values of 500. */
  metadata(name = 'metadata'): Record<string, string> {
    const pairs = [...this.form]
      .filter(([key]) => key.startsWith(`${name}[`))
      .map(([key, value]): [string, string] => [key.slice(name.length + 1, -1), value])
    const wrong = pairs.find(
      ([key, value]) => key.length > LONGEST_KEY || value.length > LONGEST_VALUE
    )
    if (wrong || pairs.length > MOST_METADATA) {
      throw new Refusal('Metadata has too many keys, or one too long', { param: name })
    }
    return Object.fromEntries(pairs)
  }
}
