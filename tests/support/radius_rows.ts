import app from '@adonisjs/core/services/app'
import { Tenancy } from '#tenancy/tenancy'

/** A device's rows as [attribute, value], radcheck before radreply. Call in the tenant's scope. */
export async function radiusRowsOf(mac: string): Promise<[string, string][]> {
  const { transaction } = await app.container.make(Tenancy)
  const rows = [
    ...(await transaction.from('radcheck').where('username', mac).orderBy('id')),
    ...(await transaction.from('radreply').where('username', mac).orderBy('id')),
  ]
  return rows.map(({ attribute, value }) => [attribute, value])
}
