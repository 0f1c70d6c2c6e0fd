import { randomBytes, randomInt } from 'node:crypto'
import { parseMacAddress, type MacAddress } from '#core/mac_address'
import { trustMobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'
import { portalEntrance } from '#routers/provisioning/login_page'
import type Router from '#routers/router'
import { packageNamed } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import type { Isp } from '#tests/support/isp'
import { PageVisitor, type Page } from '#tests/support/page_visitor'
import { world } from '#tests/support/world'

/** A Bangladeshi mobile number that nobody else of this run has. */
export function anyMobile(): string {
  return `+88017${randomInt(10_000_000, 99_999_999)}`
}

export function anyMac(): MacAddress {
  const tail = randomBytes(5).toString('hex').toUpperCase().match(/../g) ?? []
  const mac = parseMacAddress(['02', ...tail].join(':'))
  if (!mac) throw new Error('That was no MAC address')
  return mac
}

/** The address a router sends a phone to; a value of undefined leaves its field out. */
export function entrance(
  { token, identity, address }: Pick<Router, 'token' | 'identity' | 'address'>,
  seen: Record<string, string | undefined> = {}
): string {
  const fields = {
    identity,
    'mac': anyMac(),
    'ip': '10.5.50.7',
    'link-login-only': `http://${address}/login`,
    'link-orig': 'http://internet.test/',
    ...seen,
  }
  const given = Object.entries(fields).filter(
    (field): field is [string, string] => field[1] !== undefined
  )
  return `${portalEntrance(token)}?${new URLSearchParams(given).toString()}`
}

/** A person at the portal whom a router, perhaps one that is not even there, has sent. */
export class Guest {
  readonly visitor = new PageVisitor()

  constructor(
    readonly isp: Isp,
    readonly router: Router,
    readonly mac: MacAddress = anyMac(),
    readonly mobile = anyMobile()
  ) {}

  arrive(seen: Record<string, string | undefined> = {}): Promise<Page> {
    return this.visitor.get(entrance(this.router, { mac: this.mac, ...seen }))
  }

  /** @returns the page that asks for the code */
  async askForCode(): Promise<Page> {
    return this.visitor.submit(await this.arrive(), '/number', { mobile: this.mobile })
  }

  /** Proves the number, on a phone that may be somebody else's so far. @returns the page after it */
  async signIn(): Promise<Page> {
    const codes = () =>
      world()
        .sms.control.messages(this.mobile)
        .flatMap(({ code }) => code ?? [])
    const before = codes().length
    const numberPage = await this.visitor.get(portalPage(await this.arrive(), '/number'))
    const codePage = await this.visitor.submit(numberPage, '/number', { mobile: this.mobile })
    /** Counted among codes alone: a welcome may still arrive from the time before. */
    const code = await eventually(`a code for ${this.mobile}`, () =>
      codes().length > before ? codes()[0] : null
    )
    return this.visitor.submit(codePage, '/code', { code })
  }

  /** Comes as somebody whose number was proven long ago and whose Trial is over. */
  async comeBack(): Promise<Page> {
    await this.isp.inside(async () => {
      const customer = await Customer.create({
        mobile: trustMobileNumber(this.mobile),
        status: 'active',
      })
      await customer.related('devices').create({ mac: this.mac, routerId: this.router.id })
    })
    return this.arrive()
  }

  async packages(page: Page): Promise<Page> {
    return this.visitor.get(portalPage(page, '/packages'))
  }

  /**
   * Chooses a package, besides whatever else is open to be paid.
   *
   * @returns the answer to it, which is the way to the gateway
   */
  async buy(
    page: Page,
    name: string,
    more: Record<string, string> = { besides: '1' }
  ): Promise<Page> {
    const packages = await this.packages(page)
    return this.visitor.once('POST', portalPage(page, '/buy'), {
      package_id: packageNamed(packages, name),
      ...more,
    })
  }

  customer(): Promise<Customer> {
    return this.isp.inside(() => Customer.findByOrFail('mobile', this.mobile))
  }
}

/** Another page under the pass of this one. */
export function portalPage({ url }: Page, page: string): string {
  return url.replace(/(\/portal\/[^/?]+)[^?]*/, `$1${page}`)
}
