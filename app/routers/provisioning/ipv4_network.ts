import { isIPv4 } from 'node:net'

/** Where private hotspots may live (RFC 1918). */
const PRIVATE: readonly [string, number][] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
]

/** Enough for a few phones, and no more than a router's DHCP server copes with. */
const SMALLEST = 29
const LARGEST = 16

export type NetworkFault = 'form' | 'size' | 'private' | 'edge'

/** A hotspot's network, named by the router's own address in it: 10.5.50.1/23. */
export class Ipv4Network {
  private constructor(
    readonly gateway: string,
    readonly bits: number
  ) {}

  /** @returns what is wrong when the text names no network a hotspot can have */
  static read(text: string): Ipv4Network | NetworkFault {
    const [gateway = '', bits = '', ...rest] = text.trim().split('/')
    if (!isIPv4(gateway) || !/^\d{1,2}$/.test(bits) || rest.length > 0) return 'form'

    const network = new Ipv4Network(gateway, Number(bits))
    if (network.bits < LARGEST || network.bits > SMALLEST) return 'size'
    if (!PRIVATE.some(([base, size]) => network.liesIn(base, size))) return 'private'
    const own = toNumber(gateway)
    if (own === network.#first || own === network.#last) return 'edge'
    return network
  }

  get #first(): number {
    return Math.floor(toNumber(this.gateway) / this.#size) * this.#size
  }

  get #last(): number {
    return this.#first + this.#size - 1
  }

  get #size(): number {
    return 2 ** (32 - this.bits)
  }

  get address(): string {
    return `${this.gateway}/${this.bits}`
  }

  get prefix(): string {
    return `${toText(this.#first)}/${this.bits}`
  }

  /** Everything customers can get, around the router's own address. */
  get pool(): string {
    const own = toNumber(this.gateway)
    return [
      [this.#first + 1, own - 1],
      [own + 1, this.#last - 1],
    ]
      .filter(([from = 0, to = 0]) => from <= to)
      .map(([from = 0, to = 0]) => `${toText(from)}-${toText(to)}`)
      .join(',')
  }

  contains(address: string): boolean {
    if (!isIPv4(address)) return false
    const number = toNumber(address)
    return number >= this.#first && number <= this.#last
  }

  liesIn(base: string, bits: number): boolean {
    const size = 2 ** (32 - bits)
    const from = toNumber(base)
    return this.#first >= from && this.#last < from + size
  }
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function toText(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
