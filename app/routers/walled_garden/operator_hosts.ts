import { OutboundGuard } from '#core/http/outbound_guard'
import { opensProbe } from './captive_probes.js'
import { type GardenHost } from './garden_host.js'

export const MOST_ADDITIONS = 50

const NAME = /^(?=.{4,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])?$/
const NETWORK = /^(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?$/
const WIDEST_PREFIX = 24

/** Labels under which countries register names: `*.com.bd` would be all of them. */
const REGISTRIES = /^(com?|net|org|gov|edu|ac|mil|info|nom|or|go|ne|sch)\.[a-z]{2}$/

/** Shared by thousands of sites; a wildcard there is free internet. */
const SHARED =
  /(^|\.)(amazonaws|cloudfront|cloudflare|akamai(zed|hd)?|akamaiedge|fastly|googleapis|googleusercontent|gstatic|google|facebook|fbcdn|youtube|azureedge|windows)\.(com|net)$/

export type AdditionProblem = 'malformed' | 'too_wide' | 'probe' | 'private' | 'port' | 'too_many'

export type ReadAddition =
  | { host: GardenHost; problem?: undefined }
  | { host?: undefined; problem: AdditionProblem; text: string }

const publicOnly = new OutboundGuard()

/**
 * A host as an operator writes it: a full name, `*.` and a name, or a public IPv4 address
 * or network of at most 256; with `:port` or several, `:443,8443`. 443 unless told.
 */
export function readAddition(text: string): ReadAddition {
  const wrong = (problem: AdditionProblem) => ({ problem, text })
  const [name = '', ports = '443', ...rest] = text.trim().toLowerCase().split(':')
  if (rest.length > 0) return wrong('malformed')

  const problem = NETWORK.test(name) ? networkProblem(name) : nameProblem(name)
  if (problem) return wrong(problem)

  const numbers = ports.split(',').map((port) => (/^\d{1,5}$/.test(port) ? Number(port) : 0))
  if (numbers.some((port) => port < 1 || port > 65_535) || numbers.length > 5) return wrong('port')
  return { host: { host: name, ports: [...new Set(numbers)].toSorted((a, b) => a - b) } }
}

/** Each line that says something, once. */
export function readAdditions(text: string): ReadAddition[] {
  const lines = [...new Set(text.split(/\s+/).filter(Boolean))]
  const read = lines.slice(0, MOST_ADDITIONS).map(readAddition)
  const [over] = lines.slice(MOST_ADDITIONS)
  return over === undefined ? read : [...read, { problem: 'too_many', text: over }]
}

/** As the operator would write it. */
export function additionText({ host, ports }: GardenHost): string {
  return ports.length === 1 && ports[0] === 443 ? host : `${host}:${ports.join(',')}`
}

function nameProblem(name: string): AdditionProblem | null {
  const wildcard = name.startsWith('*.')
  const domain = wildcard ? name.slice(2) : name
  if (wildcard && (!domain.includes('.') || REGISTRIES.test(domain) || SHARED.test(domain))) {
    return /^[a-z\d.-]+$/.test(domain) ? 'too_wide' : 'malformed'
  }
  if (!NAME.test(domain) || /\.(local|localhost|internal|lan|home)$/.test(`.${domain}`)) {
    return 'malformed'
  }
  return opensProbe(name) ? 'probe' : null
}

function networkProblem(text: string): AdditionProblem | null {
  const [, address = '', prefixText] = NETWORK.exec(text) ?? []
  const octets = address.split('.').map(Number)
  const prefix = prefixText === undefined ? 32 : Number(prefixText)
  if (octets.some((octet) => octet > 255) || prefix > 32) return 'malformed'
  if (prefix < WIDEST_PREFIX) return 'too_wide'

  /** No network of 256 addresses or fewer lies half inside a private one. */
  return publicOnly.permits(address) ? null : 'private'
}
