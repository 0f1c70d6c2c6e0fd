import { InvalidCredentials, InvalidProviderUrl } from './provider_errors.js'

export type ProviderEnvironment = 'sandbox' | 'live'

/** One input of the form in which an operator enters a provider account. */
export interface ProviderField {
  key: string
  label: string
  /** Stored encrypted like all of them, and never shown again. */
  secret: boolean
  required: boolean
  hint?: string
  /** One line of text when left out. */
  kind?: 'multiline' | 'select'
  /** Of a `select`: nothing else is taken. */
  choices?: readonly ProviderChoice[]
  /** What an empty input means. */
  default?: string
}

export interface ProviderChoice {
  value: string
  label: string
}

export type ProviderCredentials = Readonly<Record<string, string>>

/** Where a provider lives, and the environment variable that puts another server in its place. */
export interface ProviderAddress {
  variable: string
  live: string
  /** The live address where the provider has no sandbox. */
  sandbox: string
}

const LONGEST_VALUE = 4096

/**
 * Checks what an operator typed, or what was decrypted, against a provider's form.
 * Keys the form does not have are dropped.
 *
 * @throws InvalidCredentials naming the fields, never their values
 */
export function readCredentials(
  fields: readonly ProviderField[],
  input: unknown
): ProviderCredentials {
  const given = new Map<string, unknown>(
    typeof input === 'object' && input !== null ? Object.entries(input) : []
  )
  const credentials: Record<string, string> = {}
  const wrong: ProviderField[] = []

  for (const field of fields) {
    const value = given.get(field.key) ?? ''
    const text = typeof value === 'string' ? value.trim() || (field.default ?? '') : null
    if (text === null || !acceptable(text, field)) wrong.push(field)
    else if (text !== '') credentials[field.key] = text
  }

  if (wrong.length > 0) throw new InvalidCredentials(wrong)
  return credentials
}

/**
 * @returns the base URL without a trailing slash
 * @throws InvalidProviderUrl when the variable holds something else
 */
export function providerBaseUrl(
  address: ProviderAddress,
  environment: ProviderEnvironment,
  env: NodeJS.ProcessEnv = process.env
): string {
  const override = env[address.variable]?.trim()
  if (!override) return address[environment]

  const url = URL.parse(override)
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new InvalidProviderUrl(address.variable)
  }
  return url.href.replace(/\/+$/, '')
}

function acceptable(text: string, { required, kind, choices }: ProviderField): boolean {
  if (text === '') return !required
  if (choices && !choices.some(({ value }) => value === text)) return false
  return sendable(kind === 'multiline' ? text.replace(/\r?\n/g, ' ') : text)
}

/** Line ends and other controls would end a header early. */
function sendable(text: string): boolean {
  return text.length <= LONGEST_VALUE && !/\p{Cc}/u.test(text)
}
