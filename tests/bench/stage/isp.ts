import type { ApplicationService } from '@adonisjs/core/types'
import { parseMacAddress, type MacAddress } from '#core/mac_address'
import { trustMobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'
import { LinkDevice } from '#hotspot/customers/link_device'
import { AddStarterPackages } from '#hotspot/packages/add_starter_packages'
import Package from '#hotspot/packages/package'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import PaymentTransition from '#payments/intents/payment_transition'
import { tenantUrl } from '#platform/tenant_url'
import { PortalPass } from '#portal/portal_pass'
import RouterCommand from '#routers/commands/router_command'
import { SaveRouter, type RouterInput } from '#routers/registration/save_router'
import type Router from '#routers/router'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import type { Providers } from './providers.js'

/** A customer without a package, at the portal with a phone. */
export interface Visitor {
  mac: MacAddress
  mobile: string
  /** The portal's address for this phone; pages are appended to it. */
  portal: string
}

/** An ISP with the starter packages, made by the same actions as a real one. */
export class Isp {
  #customers = 0

  private constructor(
    private readonly app: ApplicationService,
    private readonly tenancy: Tenancy,
    readonly tenant: Tenant
  ) {}

  static async open(app: ApplicationService, tenant: Tenant): Promise<Isp> {
    const packages = await app.container.make(AddStarterPackages)
    await packages.execute(tenant)
    const limitOverrides = { routers: null, activeCustomers: null, smsPerMonth: null }
    await tenant.merge({ limitOverrides }).save()
    return new Isp(app, await app.container.make(Tenancy), tenant)
  }

  async connect({ accounts }: Providers): Promise<void> {
    const form = { environment: 'sandbox' as const, enabled: true }
    await this.tenancy.run(this.tenant, async () => {
      const { bkash, bulksmsbd } = accounts
      const payments = await this.app.container.make(SavePaymentGateway)
      await payments.execute(this.tenant, { ...form, provider: 'bkash', credentials: bkash })
      const messages = await this.app.container.make(SaveSmsGateway)
      await messages.execute(this.tenant, {
        ...form,
        provider: 'bulksmsbd',
        credentials: bulksmsbd,
      })
    })
  }

  async addRouter(input: RouterInput): Promise<Router> {
    const save = await this.app.container.make(SaveRouter)
    return save.execute(this.tenant, input)
  }

  package(name: string): Promise<Package> {
    return this.tenancy.run(this.tenant, () => Package.findByOrFail('name', name))
  }

  /** Payments that were credited to somebody. */
  credited(): Promise<number> {
    return this.tenancy.run(this.tenant, async (trx) => {
      const { rows } = await trx.rawQuery('select count(*) as credited from customer_payments')
      return Number(rows[0].credited)
    })
  }

  /** How far the last purchase came, for whoever wants to know why it came no further. */
  lastSteps(): Promise<string> {
    return this.tenancy.run(this.tenant, async () => {
      const transition = await PaymentTransition.query().orderBy('id', 'desc').first()
      const command = await RouterCommand.query().orderBy('id', 'desc').first()
      const payment = `payment ${transition?.toState} (${transition?.cause})`
      return `${payment}; command ${command?.state} (${command?.outcome ?? command?.lastError})`
    })
  }

  /** Somebody who has proven a number on this phone and has no package. */
  async addVisitor(phone: { mac: string; ip: string; routerId: number }): Promise<Visitor> {
    const mac = parseMacAddress(phone.mac)
    if (!mac) throw new TypeError(`Not a MAC address: ${phone.mac}`)
    const mobile = trustMobileNumber(`+88017${String(10_000_000 + this.#customers++)}`)
    const sighting = { mac, ip: phone.ip, routerId: phone.routerId }
    const linkDevice = await this.app.container.make(LinkDevice)
    const customerId = await this.tenancy.run(this.tenant, async () => {
      const known = { mobile, status: 'active', language: 'en', activationId: null } as const
      const customer = await Customer.create(known)
      await linkDevice.execute(customer, sighting)
      return customer.id
    })
    const pass = PortalPass.forSighting(this.tenant.id, sighting, null, null)
    const sealed = pass.withCustomer(customerId).seal()
    return { mac, mobile, portal: `${tenantUrl(this.tenant)}/portal/${sealed}` }
  }
}
