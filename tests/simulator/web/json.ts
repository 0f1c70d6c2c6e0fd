/** A value of the wrong kind in a request or a configuration file. */
export class InvalidInput extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InvalidInput'
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads typed values out of parsed JSON. Throws InvalidInput naming the field. */
export class Fields {
  readonly #object: JsonObject

  constructor(
    value: unknown,
    private readonly where: string
  ) {
    if (!isObject(value)) throw new InvalidInput(`${where} must be an object`)
    this.#object = value
  }

  /** Refuses misspelt fields instead of ignoring them. */
  only(names: readonly string[]): this {
    const stray = Object.keys(this.#object).find((name) => !names.includes(name))
    if (stray !== undefined) throw new InvalidInput(`${this.where} has no field "${stray}"`)
    return this
  }

  has(name: string): boolean {
    return this.#object[name] !== undefined
  }

  raw(name: string): unknown {
    return this.#object[name]
  }

  text(name: string): string
  text(name: string, fallback: string | undefined): string | undefined
  text(name: string, ...fallback: [string | undefined] | []): string | undefined {
    const value = this.#object[name]
    if (value === undefined && fallback.length === 1) return fallback[0]
    if (typeof value !== 'string') throw new InvalidInput(`${this.where}.${name} must be a text`)
    return value
  }

  number(name: string): number
  number(name: string, fallback: number | undefined): number | undefined
  number(name: string, ...fallback: [number | undefined] | []): number | undefined {
    const value = this.#object[name]
    if (value === undefined && fallback.length === 1) return fallback[0]
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new InvalidInput(`${this.where}.${name} must be a number`)
    }
    return value
  }

  flag(name: string, fallback: boolean | undefined): boolean | undefined {
    const value = this.#object[name]
    if (value === undefined) return fallback
    if (typeof value !== 'boolean')
      throw new InvalidInput(`${this.where}.${name} must be true or false`)
    return value
  }

  /** Octets, as a number or as decimal digits. 0 when absent. */
  octets(name: string): bigint {
    const value = this.#object[name] ?? 0
    const digits = typeof value === 'number' ? String(value) : value
    if (typeof digits !== 'string' || !/^\d{1,18}$/.test(digits)) {
      throw new InvalidInput(`${this.where}.${name} must be whole octets`)
    }
    return BigInt(digits)
  }

  /** Texts by name: `/ip/hotspot/profile` arguments. */
  texts(name: string): Record<string, string> | undefined {
    const value = this.#object[name]
    if (value === undefined) return undefined
    if (!isObject(value)) throw new InvalidInput(`${this.where}.${name} must be an object`)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]))
  }

  list(name: string): readonly unknown[] {
    const value = this.#object[name] ?? []
    if (!Array.isArray(value)) throw new InvalidInput(`${this.where}.${name} must be a list`)
    return value
  }
}
