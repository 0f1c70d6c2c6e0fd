import app from '@adonisjs/core/services/app'
import { appUrl } from '#config/app'
import type Account from '#platform/accounts/account'
import { InviteStaff } from '#platform/staff/invite_staff'
import type { InvitedRole } from '#platform/staff/invitation'
import type { Isp } from '#tests/support/isp'
import { formOf } from '#tests/support/forms'
import type { Page } from '#tests/support/browser'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'

export const STAFF = '/dashboard/settings/staff'

/** An address nobody has an account with. */
export function anyEmail(): string {
  return `${anySlug()}@staff.test`
}

/** Asks somebody, where no e-mail is sent. @returns the path of the link */
export async function invite(
  isp: Isp,
  email: string,
  role: InvitedRole = 'cashier'
): Promise<string> {
  const inviteStaff = await app.container.make(InviteStaff)
  const link = await inviteStaff.execute(isp.tenant, { email, role, invitedBy: 'Rahim Uddin' })
  if (!link) throw new Error('The link went by mail')
  return new URL(link).pathname
}

/** Somebody signed in on the platform's own host. */
export async function onPlatform({ email }: Account, password: string): Promise<Visitor> {
  const visitor = new Visitor(appUrl.host)
  await visitor.send('/login', { email, password })
  return visitor
}

/** Posts a form of the staff page by its action, with the page's token. */
export async function act(
  visitor: Visitor,
  path: string,
  fields: Record<string, string> = {}
): Promise<Page> {
  const { _csrf: token = '' } = formOf(
    await visitor.get('/dashboard/settings/profile'),
    '/logout'
  ).fields
  return visitor.browser.visit(visitor.host, `${STAFF}${path}`, {
    method: 'POST',
    form: { ...fields, _csrf: token },
  })
}
