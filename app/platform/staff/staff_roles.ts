import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Membership, { type Role } from '#platform/accounts/membership'
import { LastOwner, NotStaff } from '#platform/staff/errors'

/** Who may do what in an ISP. There is an owner at every moment, whoever changes it at once. */
@inject()
export class StaffRoles {
  constructor(private db: Database) {}

  /** @returns the role before. @throws LastOwner, NotStaff */
  change(tenantId: number, accountId: number, role: Role): Promise<Role> {
    return this.#locked(tenantId, async (people) => {
      const member = personOf(people, accountId)
      const before = member.role
      await setRole(member, role)
      requireOwner(people)
      return before
    })
  }

  /** Makes somebody owner, and who was it a manager. @throws NotStaff */
  transfer(tenantId: number, from: number, to: number): Promise<void> {
    return this.#locked(tenantId, async (people) => {
      await setRole(personOf(people, from), 'manager')
      await setRole(personOf(people, to), 'owner')
      requireOwner(people)
    })
  }

  /** @throws LastOwner, NotStaff */
  remove(tenantId: number, accountId: number): Promise<void> {
    return this.#locked(tenantId, async (people) => {
      const member = personOf(people, accountId)
      requireOwner(people.filter((one) => one !== member))
      await whose(member).delete()
    })
  }

  /** Locks everybody's place: two owners who demote each other do it one after the other. */
  #locked<T>(tenantId: number, work: (people: Membership[]) => Promise<T>): Promise<T> {
    return this.db.connection('app').transaction(async (client: TransactionClientContract) => {
      const people = await Membership.query({ client })
        .where({ tenantId })
        .orderBy('account_id')
        .forUpdate()
      return work(people)
    })
  }
}

function personOf(people: Membership[], accountId: number): Membership {
  const member = people.find((one) => one.accountId === accountId)
  if (!member) throw new NotStaff()
  return member
}

function requireOwner(people: Membership[]): void {
  if (!people.some(({ role }) => role === 'owner')) throw new LastOwner()
}

async function setRole(member: Membership, role: Role): Promise<void> {
  member.role = role
  await whose(member).update({ role })
}

/** By both columns of its key; the model knows of one. */
function whose({ accountId, tenantId, $trx }: Membership) {
  return Membership.query({ client: $trx }).where({ accountId, tenantId })
}
