import { inject } from '@adonisjs/core'
import { AccountSessions } from '#platform/sign_in/account_sessions'
import { StaffRoles } from '#platform/staff/staff_roles'

/** Somebody works here no longer: out at once, in every browser, here and nowhere else. */
@inject()
export class RemoveStaff {
  constructor(
    private roles: StaffRoles,
    private sessions: AccountSessions
  ) {}

  /** @throws LastOwner, NotStaff */
  async execute(tenantId: number, accountId: number): Promise<void> {
    await this.roles.remove(tenantId, accountId)
    const sessions = await this.sessions.list(accountId)
    for (const session of sessions.filter((one) => one.tenantId === tenantId)) {
      await this.sessions.end(accountId, session.id)
    }
  }
}
