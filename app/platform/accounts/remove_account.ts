import { inject } from '@adonisjs/core'
import type { I18n } from '@adonisjs/i18n'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Account from '#platform/accounts/account'
import { StillOwner } from '#platform/accounts/errors'
import { AccountMail } from '#platform/accounts/mail/account_mail'
import Membership from '#platform/accounts/membership'
import Activity from '#tenancy/activity/activity'
import { stateOf } from '#tenancy/lifecycle/tenant_states'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Takes an account away for good, by its owner's wish, and with it its sessions: they are nobody's
 * from the next request on. What it did stays in the logs of its ISPs.
 */
@inject()
export class RemoveAccount {
  constructor(
    private db: Database,
    private mail: AccountMail,
    private tenancy: Tenancy
  ) {}

  /** The companies that would be left without their owner. */
  async owned({ id }: Account): Promise<Tenant[]> {
    return ownedIn(await placesOf(id))
  }

  /** @param ip of who asks. @throws StillOwner */
  async execute(i18n: I18n, account: Account, ip: string): Promise<void> {
    const left = await this.db.connection('app').transaction(async (client) => {
      const places = await placesOf(account.id, client)
      if (ownedIn(places).length > 0) throw new StillOwner()
      await Account.query({ client }).where('id', account.id).delete()
      return places.map(({ tenant }) => tenant).filter(isLively)
    })
    for (const tenant of left) await this.#note(tenant, account, ip)
    await this.mail.warn(i18n, account, 'account_removed')
  }

  #note(tenant: Tenant, { id: accountId, name, email }: Account, ip: string): Promise<unknown> {
    return this.tenancy.run(tenant, () =>
      Activity.create({
        accountId,
        accountName: name,
        action: 'staff.left',
        subject: email,
        detail: { account: 'removed' },
        ip,
      })
    )
  }
}

/** In a transaction they are locked: nobody is made owner of a company while the account goes. */
async function placesOf(accountId: number, client?: TransactionClientContract) {
  const query = Membership.query(client && { client })
    .where({ accountId })
    .preload('tenant')
  return client ? query.forUpdate() : query
}

function ownedIn(places: Membership[]): Tenant[] {
  return places
    .filter(({ role, tenant }) => role === 'owner' && isLively(tenant))
    .map(({ tenant }) => tenant)
}

/** A closed company needs nobody any more. */
function isLively(tenant: Tenant): boolean {
  return stateOf(tenant).dashboard !== 'closed'
}
