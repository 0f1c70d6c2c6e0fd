import { DateTime } from 'luxon'
import type Account from '#platform/accounts/account'
import type { Role } from '#platform/accounts/membership'
import { hostOf, type Page } from '#tests/support/browser'
import { formOf } from '#tests/support/forms'
import { PASSWORD, type Isp } from '#tests/support/isp'
import { employ, Visitor } from '#tests/support/operator'

export interface Staff {
  account: Account
  visitor: Visitor
}

/** Somebody of an ISP's, signed in, whose account the books can name. */
export async function staffOf(isp: Isp, role: Role): Promise<Staff> {
  const account = role === 'owner' ? isp.account : await employ(isp, role)
  const visitor = new Visitor(hostOf(isp.tenant))
  await visitor.send('/login', { email: account.email, password: PASSWORD })
  return { account, visitor }
}

/** A day of the ISP's calendar that many days ago, and noon of it. */
export function daysAgo({ tenant }: Isp, days: number): { day: string; noon: DateTime } {
  const noon = DateTime.utc().setZone(tenant.timezone).minus({ days }).set({ hour: 12 })
  return { day: noon.toFormat('yyyy-MM-dd'), noon: noon.startOf('hour').toUTC() }
}

export function dayPage(day: string, { id }: Account): string {
  return `/dashboard/reports/cash/${day}/${id}?lang=en`
}

/** Fills in the closing as it is shown to this visitor, and sends it. */
export function close(
  visitor: Visitor,
  path: string,
  fields: Record<string, string>
): Promise<Page> {
  return visitor.submit(path, fields, path.split('?')[0])
}

/** Whether the page offers a form to this address. */
export function offers(page: Page, action: string): boolean {
  try {
    return formOf(page, action).action !== ''
  } catch {
    return false
  }
}
