import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import type { PortalPass } from '#portal/portal_pass'
import { openPass } from '#portal/open_pass'
import { Tenancy } from '#tenancy/tenancy'

export interface Visitor {
  pass: PortalPass
  customer: Customer
  device: Device
}

/** Who is at the portal: the customer whose device this is, as recognised or as proven by code. */
@inject()
export class SignedInCustomer {
  constructor(private tenancy: Tenancy) {}

  /** @returns null when nobody we know, or another's device by now */
  async find(ctx: HttpContext): Promise<Visitor | null> {
    const pass = await openPass(ctx)
    const device = await this.tenancy.run(ctx.tenant, () =>
      Device.query()
        .where('mac', pass.sighting.mac)
        .preload('customer', (customer) => customer.preload('activation'))
        .first()
    )
    if (!device || device.customer.status === 'pending') return null
    if (pass.customerId !== null && pass.customerId !== device.customerId) return null
    return { pass, customer: device.customer, device }
  }
}
