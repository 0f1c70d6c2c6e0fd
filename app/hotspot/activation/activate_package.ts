import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { formatOctets, octets } from '#core/octets'
import Activation, { type ActivationSource } from '#hotspot/activation/activation'
import { offerOctets, type Offer } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { writeRadiusRows } from '#radius/radius_rows'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Gives a customer a package, as one transaction in the scope it is called in:
 * the snapshot, the RADIUS rows of every device, the router command, the log.
 * The running package bought again gains its time and data; another package
 * replaces it. The customer's row is locked, so purchases that race line up.
 */
@inject()
export class ActivatePackage {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private bringOnline: BringOnline
  ) {}

  async execute(customerId: number, offer: Offer, source: ActivationSource): Promise<Activation> {
    const customer = await Customer.query().where('id', customerId).forUpdate().firstOrFail()
    const running = await this.#running(customer)
    const extended = running !== null && running.packageId === offer.packageId && source !== 'trial'

    const activation = extended
      ? await this.#extend(running, offer)
      : await this.#replace(customer, running, offer, source)

    await customer
      .merge({
        status: 'active',
        suspendReason: null,
        suspensionNotifiedAt: null,
        activationId: activation.id,
      })
      .save()

    const devices = await Device.query().where('customer_id', customer.id)
    await writeRadiusRows(
      this.tenancy,
      devices.map(({ mac }) => mac),
      activation
    )
    await markDue(this.tenancy, activation.expiresAt)
    await this.bringOnline.execute(
      devices,
      `activation:${activation.id}:${activation.expiresAt.toMillis()}`,
      true
    )
    await logHotspot(customer, extended ? 'extended' : 'activated', {
      package: offer.name,
      source,
      expires: `${activation.expiresAt.toFormat('d LLL yyyy, HH:mm')} UTC`,
      data: activation.octetsLimit === null ? 'unlimited' : formatOctets(activation.octetsLimit),
    })
    return activation
  }

  async #running(customer: Customer): Promise<Activation | null> {
    if (customer.activationId === null) return null
    const activation = await Activation.query()
      .where('id', customer.activationId)
      .forUpdate()
      .first()
    const usable = activation?.status === 'running' && !activation.overBecause(this.clock.now())
    return usable ? activation : null
  }

  async #extend(running: Activation, offer: Offer): Promise<Activation> {
    const added = offerOctets(offer)
    return running
      .merge({
        validitySeconds: running.validitySeconds + offer.validitySeconds,
        expiresAt: running.expiresAt.plus({ seconds: offer.validitySeconds }),
        octetsLimit:
          running.octetsLimit === null || added === null
            ? null
            : octets(running.octetsLimit + added),
        priceMinor: running.priceMinor + offer.priceMinor,
        exhaustedAt: null,
      })
      .save()
  }

  async #replace(
    customer: Customer,
    running: Activation | null,
    offer: Offer,
    source: ActivationSource
  ): Promise<Activation> {
    /** Whatever was running, over or not, leaves its place: only one may hold it. */
    await Activation.query()
      .where({ customerId: customer.id, status: 'running' })
      .update({ status: running ? 'replaced' : 'ended' })

    const now = this.clock.now()
    return Activation.create({
      customerId: customer.id,
      packageId: offer.packageId,
      packageName: offer.name,
      source,
      priceMinor: offer.priceMinor,
      currency: offer.currency,
      validitySeconds: offer.validitySeconds,
      downloadBps: offer.downloadBps,
      uploadBps: offer.uploadBps,
      octetsLimit: offerOctets(offer),
      octetsUsed: octets(0),
      startsAt: now,
      expiresAt: now.plus({ seconds: offer.validitySeconds }),
      status: 'running',
    })
  }
}
