import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { BlockList, isIP } from 'node:net'

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i
const MOST = 20

/** From where an admin may use the admin pages; no network is from everywhere. */
@inject()
export class AdminNetworks {
  constructor(private db: Database) {}

  async of(accountId: number): Promise<string[]> {
    const rows: { admin_networks: string[] | null }[] = await this.db
      .connection('app')
      .from('platform.accounts')
      .select('admin_networks')
      .where('id', accountId)
    return rows[0]?.admin_networks ?? []
  }

  async lets(accountId: number, ip: string): Promise<boolean> {
    return holds(await this.of(accountId), ip)
  }

  /** Host bits are dropped. @param networks as parseNetworks returns them */
  async save(accountId: number, networks: readonly string[]): Promise<void> {
    await this.db.connection('app').rawQuery(
      `update platform.accounts
          set admin_networks = nullif(array(select network(n::inet) from unnest(:networks::text[]) n), '{}')
        where id = :accountId`,
      { accountId, networks: [...networks] }
    )
  }
}

/** Addresses and networks, one a line or with commas; null when one of them is neither, or too many are. */
export function parseNetworks(typed: string): string[] | null {
  const words = typed.split(/[\s,]+/).filter(Boolean)
  return words.length <= MOST && words.every(isNetwork) ? words : null
}

/** Is the address in one of these networks, or are there none? */
export function holds(networks: readonly string[], ip: string): boolean {
  if (networks.length === 0) return true
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  const plain = ip.replace(MAPPED, '')
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

function isNetwork(word: string): boolean {
  const [address = '', bits, ...more] = word.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}
