import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { Networks } from '#core/networks'

/** Networks an admin may name. */
export const MOST_NETWORKS = 20

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
    return isLetIn(await this.of(accountId), ip)
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

/** Is the address in one of these networks, or are there none? */
export function isLetIn(networks: readonly string[], ip: string): boolean {
  return networks.length === 0 || new Networks(networks).holds(ip)
}
