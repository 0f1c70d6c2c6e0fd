import { BlockList, isIPv4 } from 'node:net'
import { InvalidTunnelNetwork } from './tunnel_errors.js'

/** The network tunnel addresses come from. Its first address is our own end of every tunnel. */
export class TunnelNetwork {
  readonly cidr: string
  /** Our end: where routers find RADIUS, and what API calls and CoA come from. */
  readonly hub: string
  readonly #members = new BlockList()

  /** @throws InvalidTunnelNetwork unless it is written by its first address */
  constructor(cidr: string) {
    const [base = '', bits = '', ...rest] = cidr.split('/')
    const prefix = /^\d{1,2}$/.test(bits) ? Number(bits) : 0
    if (!isIPv4(base) || rest.length > 0 || prefix < 8 || prefix > 30) {
      throw new InvalidTunnelNetwork(cidr)
    }
    const first = numberOf(base)
    if (first % 2 ** (32 - prefix) !== 0) throw new InvalidTunnelNetwork(cidr)
    this.cidr = cidr
    this.hub = addressOf(first + 1)
    this.#members.addSubnet(base, prefix)
  }

  /** Is it an address of the tunnels'? False for anything that is no IPv4 address. */
  contains(address: string): boolean {
    return isIPv4(address) && this.#members.check(address)
  }
}

function numberOf(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
