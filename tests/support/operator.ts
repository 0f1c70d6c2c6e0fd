import { randomInt } from 'node:crypto'
import Account from '#platform/accounts/account'
import Membership, { type Role } from '#platform/accounts/membership'
import { Browser, hostOf, type Page } from '#tests/support/browser'
import { formOf } from '#tests/support/forms'
import { PASSWORD, type Isp } from '#tests/support/isp'

/** An address from which nobody else of this run comes; the proxy of production would tell it. */
export function anyClientAddress(): string {
  return `100.${[64 + randomInt(64), randomInt(256), 1 + randomInt(254)].join('.')}`
}

/** A person with a browser on one of our hosts, who fills in the forms that are there. */
export class Visitor {
  readonly browser = new Browser()

  constructor(
    readonly host: string,
    readonly address = anyClientAddress()
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.browser.visit(this.host, path, {
      headers: { 'x-forwarded-for': this.address, ...headers },
    })
  }

  /** Opens a page, changes these fields of its form to `action` and sends it. Follows nothing. */
  async send(
    path: string,
    changes: Record<string, string | undefined> = {},
    action = path
  ): Promise<Page> {
    const form = formOf(await this.get(path), action)
    const fields = Object.entries({ ...form.fields, ...changes }).filter(
      (field): field is [string, string] => field[1] !== undefined
    )
    return this.browser.visit(this.host, form.action, {
      method: 'POST',
      form: Object.fromEntries(fields),
      headers: { 'x-forwarded-for': this.address, 'referer': `http://${this.host}${path}` },
    })
  }

  /** Sends a form and looks at the page that comes of it. */
  async submit(
    path: string,
    changes: Record<string, string | undefined> = {},
    action = path
  ): Promise<Page> {
    return this.follow(await this.send(path, changes, action))
  }

  /** Goes where a page of this host sends the browser; elsewhere it does not go. */
  async follow(page: Page): Promise<Page> {
    const { location } = page.headers
    if (!location) return page
    const target = new URL(location, `http://${this.host}`)
    if (target.host !== this.host) throw new Error(`Sent to another host, ${target.href}`)
    return this.follow(await this.get(target.pathname + target.search))
  }
}

/** Somebody who works for an ISP, signed in on its host. */
export async function operatorOf(isp: Isp, role: Role = 'owner'): Promise<Visitor> {
  const account = role === 'owner' ? isp.account : await employ(isp, role)
  const visitor = new Visitor(hostOf(isp.tenant))
  const page = await visitor.send('/login', { email: account.email, password: PASSWORD })
  if (page.headers.location !== '/dashboard') throw new Error(`${account.email} was not signed in`)
  return visitor
}

let hired = 0

/** An account of its own with a place in the ISP. */
export async function employ({ tenant }: Isp, role: Role): Promise<Account> {
  hired += 1
  const account = await Account.create({
    email: `${role}-${hired}@${tenant.slug}.test`,
    name: `A ${role}`,
    password: PASSWORD,
  })
  await Membership.create({ accountId: account.id, tenantId: tenant.id, role })
  return account
}
