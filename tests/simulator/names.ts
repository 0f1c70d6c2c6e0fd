import { isIP, isIPv4 } from 'node:net'
import { lookup } from 'node:dns/promises'

/** Hosts of the virtual internet; nobody outside has this address (RFC 5737). */
const VIRTUAL_HOSTS = [
  'connectivitycheck.gstatic.com',
  'captive.apple.com',
  'www.msftconnecttest.com',
  'internet.test',
]

/** The DNS a virtual router asks: what a test has told it, this machine's names, then the real one. */
export class NameTable {
  readonly #told = new Map<string, string[]>(
    VIRTUAL_HOSTS.map((name): [string, string[]] => [name, ['192.0.2.80']])
  )
  readonly #silent = new Set<string>()

  /** Answers a name with these addresses from now on; with none, it does not exist. */
  set(name: string, addresses: readonly string[] | string): void {
    this.#told.set(name.toLowerCase(), typeof addresses === 'string' ? [addresses] : [...addresses])
  }

  /** Answers no ping from this address on. */
  silence(address: string): void {
    this.#silent.add(address)
  }

  answersPing(address: string): boolean {
    return !this.#silent.has(address)
  }

  /** What the table or the rules for `localhost` (RFC 6761) say; undefined for a name outside. */
  known(name: string): string[] | undefined {
    const lower = name.toLowerCase()
    if (isIP(lower) !== 0) return [lower]
    const told = this.#told.get(lower)
    if (told !== undefined) return told
    return lower === 'localhost' || lower.endsWith('.localhost') ? ['127.0.0.1'] : undefined
  }

  /** IPv4 addresses of a name; none when it does not exist. */
  async resolve(name: string): Promise<string[]> {
    const known = this.known(name)
    if (known !== undefined) return known.filter((one) => isIPv4(one))
    try {
      return (await lookup(name, { family: 4, all: true })).map((one) => one.address)
    } catch {
      return []
    }
  }
}
