import { parseMacAddress } from '#core/mac_address'
import { trustMobileNumber } from '#core/mobile_number'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import CustomerPayment from '#payments/customer_payment'
import type { TenantSettings } from '#tenancy/settings'
import { formOf } from '#tests/support/forms'
import type { Page } from '#tests/support/browser'
import { anyMac, anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

export interface Sale {
  package: string
  mode?: 'usual' | 'add' | 'replace'
  discount?: string
}

/** An ISP's counter, with somebody behind it and a customer in front. */
export class Counter {
  private constructor(
    readonly isp: Isp,
    readonly operator: Visitor
  ) {}

  static async open(settings: Partial<TenantSettings> = {}, countryCode = 'BD'): Promise<Counter> {
    const isp = await openIsp({ countryCode })
    await isp.tenant.merge({ settings }).save()
    return new Counter(isp, await operatorOf(isp))
  }

  /** Somebody with a phone that a router, perhaps one that is not there, has seen. */
  customer(
    routerId: number | null = null,
    mac: string = anyMac(),
    lastIp = '10.5.50.7'
  ): Promise<Customer> {
    const device = parseMacAddress(mac)
    if (!device) throw new Error(`${mac} is no MAC address`)
    return this.isp.inside(async () => {
      const customer = await Customer.create({
        mobile: trustMobileNumber(anyMobile()),
        status: 'active',
      })
      await customer.related('devices').create({ mac: device, routerId, lastIp })
      return customer
    })
  }

  package(name: string): Promise<Package> {
    return this.isp.inside(() => Package.findByOrFail('name', name))
  }

  /** The page with the invoice of a sale. */
  async look({ id }: Customer, sale: Sale, operator = this.operator): Promise<Page> {
    return operator.get(await this.#address(id, sale))
  }

  /** Looks at the invoice and records it. Follows nothing. */
  async sell({ id }: Customer, sale: Sale, operator = this.operator): Promise<Page> {
    const { mode = 'usual' } = sale
    return operator.send(await this.#address(id, sale), { mode, act: 'record' }, page(id))
  }

  /** Records what a page showed earlier. */
  async record(customer: Customer, shown: Page, mode = 'usual', operator = this.operator) {
    const { action, fields } = formOf(shown, page(customer.id))
    return operator.browser.visit(operator.host, action, {
      method: 'POST',
      form: { ...fields, mode, act: 'record' },
      headers: { 'x-forwarded-for': operator.address },
    })
  }

  /** Sells and expects it to succeed. @returns the payment */
  async sold(customer: Customer, sale: Sale): Promise<CustomerPayment> {
    const { status, headers } = await this.sell(customer, sale)
    const id = /\/recharges\/(\d+)$/.exec(headers.location ?? '')?.[1]
    if (!id) throw new Error(`Nothing was sold: ${status} ${headers.location}`)
    return this.payment(Number(id))
  }

  undo(
    { id }: CustomerPayment,
    reason = 'wrong customer',
    operator = this.operator
  ): Promise<Page> {
    return operator.submit(
      `/dashboard/recharges/${id}`,
      { reason },
      `/dashboard/recharges/${id}/undo`
    )
  }

  payment(id: number): Promise<CustomerPayment> {
    return this.isp.inside(() => CustomerPayment.findOrFail(id))
  }

  /** The customer as the database has it, with the activation that counts. */
  standing({ id }: Customer): Promise<{ customer: Customer; activation: Activation | null }> {
    return this.isp.inside(async () => {
      const customer = await Customer.findOrFail(id)
      const { activationId } = customer
      return {
        customer,
        activation: activationId === null ? null : await Activation.findOrFail(activationId),
      }
    })
  }

  /** Changes the activation that counts, as time and accounting would. */
  async change(customer: Customer, changes: Partial<Activation>): Promise<void> {
    const { activation } = await this.standing(customer)
    await this.isp.inside(() =>
      Activation.query()
        .where('id', activation?.id ?? 0)
        .update(changes)
    )
  }

  payments({ id }: Customer): Promise<CustomerPayment[]> {
    return this.isp.inside(() => CustomerPayment.query().where('customer_id', id).orderBy('id'))
  }

  async #address(id: number, { mode = 'usual', discount = '', ...sale }: Sale): Promise<string> {
    const chosen = await this.package(sale.package)
    const query = new URLSearchParams({ package_id: String(chosen.id), mode, discount })
    return `${page(id)}?${query}`
  }
}

function page(customerId: number): string {
  return `/dashboard/customers/${customerId}/recharge`
}
