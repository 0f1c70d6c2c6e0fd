import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { octets, type Octets } from '#core/octets'
import Activation, { type ActivationSource } from '#hotspot/activation/activation'
import { lowMarks } from '#hotspot/activation/low_marks'
import { offerOctets, type Offer } from '#hotspot/activation/offer'
import { runningActivation } from '#hotspot/activation/running_activation'
import { endOf } from '#hotspot/activation/validity'
import { accountOf } from '#hotspot/customers/account_of'
import type Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { ChangeSessions } from '#hotspot/router_access/change_sessions'
import { dropOvertaken } from '#messaging/drop_overtaken'
import { writeRadiusRows } from '#radius/radius_rows'
import { markDue } from '#tenancy/due_work'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/**
 * What becomes of a package that still runs. `usual`: the same package gains
 * time and data, another takes its place. `add`: what is left of it goes on
 * under the new package's speed. `replace`: it ends, whatever it was.
 */
export type ActivationMode = 'usual' | 'add' | 'replace'

/** Whoever acts for the ISP, and the address they act from. */
export interface Operator {
  name: string
  from: string
}

/**
 * Gives a customer a package, as one transaction in the scope it is called in:
 * the snapshot, the RADIUS rows of every device, the router command, the log.
 * The customer's row is locked, so purchases that race line up. What is bought
 * for a number that was merged meanwhile belongs to the account it opens now.
 */
@inject()
export class ActivatePackage {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private bringOnline: BringOnline,
    private changeSessions: ChangeSessions
  ) {}

  async execute(
    customerId: number,
    offer: Offer,
    source: ActivationSource,
    mode: ActivationMode = 'usual',
    by: Operator | null = null
  ): Promise<Activation> {
    const { timezone } = this.tenancy.tenant
    const customer = await accountOf({ id: customerId })
    const running = await runningActivation(customer, this.clock.now(), { locked: true })
    const hadNoQuota = running?.octetsLimit === null
    const extended = running !== null && source !== 'trial' && extendsRunning(running, offer, mode)

    const activation = extended
      ? await this.#extend(running, offer, timezone)
      : await this.#replace(customer, running, offer, source, timezone)

    await customer
      .merge({
        /** What the operator has blocked no payment opens; the package waits. */
        status: customer.status === 'blocked' ? 'blocked' : 'active',
        suspendReason: null,
        suspensionNotifiedAt: null,
        activationId: activation.id,
      })
      .save()

    await dropOvertaken(customer.id)

    const devices = await Device.query().where('customer_id', customer.id)
    await writeRadiusRows(
      this.tenancy,
      devices.map(({ mac }) => mac),
      activation
    )
    await markDue(this.tenancy, activation.lowFrom ?? activation.expiresAt)
    const { id } = await logHotspot(customer, extended ? 'extended' : 'activated', {
      package: offer.name,
      source,
      expires_at: activation.expiresAt.toUTC().toISO(),
      octets: activation.octetsLimit?.toString() ?? null,
      ...(by && { who: by.name, from: by.from }),
    })
    /** What is logged happened once; an activation may come by the same end twice, after an undo. */
    await this.#tellRouters(devices, activation, hadNoQuota, `purchase:${id}`)
    return activation
  }

  /**
   * A router reads data limits at login only, so a quota that has changed needs
   * a new one; where there was and is none, the session goes on uninterrupted.
   */
  async #tellRouters(
    devices: Device[],
    activation: Activation,
    hadNoQuota: boolean,
    occasion: string
  ): Promise<void> {
    const goesOn = hadNoQuota && activation.octetsLimit === null
    if (goesOn) await this.changeSessions.execute(devices, occasion, activation)
    else await this.bringOnline.execute(devices, occasion, true)
  }

  /** Adding a package takes on its name and speed; the time and data of both are there. */
  async #extend(running: Activation, offer: Offer, zone: string): Promise<Activation> {
    const added = offerOctets(offer)
    const expiresAt = endOf(offer, running.expiresAt, zone, running.startsAt)
    const octetsLimit =
      running.octetsLimit === null || added === null ? null : octets(running.octetsLimit + added)

    return running
      .merge({
        ...snapshot(offer),
        ...this.#lowMarks(octetsLimit, expiresAt, false),
        validitySeconds: running.validitySeconds + offer.validitySeconds,
        expiresAt,
        octetsLimit,
        priceMinor: running.priceMinor + offer.priceMinor,
        exhaustedAt: null,
        lowBalanceAt: null,
        lowNoticedAt: null,
      })
      .save()
  }

  async #replace(
    customer: Customer,
    running: Activation | null,
    offer: Offer,
    source: ActivationSource,
    zone: string
  ): Promise<Activation> {
    /** Whatever was running, over or not, leaves its place: only one may hold it. */
    await Activation.query()
      .where({ customerId: customer.id, status: 'running' })
      .update({ status: running ? 'replaced' : 'ended' })

    const now = this.clock.now()
    const expiresAt = endOf(offer, now, zone)
    const octetsLimit = offerOctets(offer)
    return Activation.create({
      ...snapshot(offer),
      ...this.#lowMarks(octetsLimit, expiresAt, source === 'trial'),
      customerId: customer.id,
      source,
      priceMinor: offer.priceMinor,
      validitySeconds: offer.validitySeconds,
      octetsLimit,
      octetsUsed: octets(0),
      startsAt: now,
      expiresAt,
      status: 'running',
    })
  }

  #lowMarks(octetsLimit: Octets | null, expiresAt: DateTime, isTrial: boolean) {
    const settings = tenantSettings(this.tenancy.tenant)
    return lowMarks(settings, { octetsLimit, expiresAt, isTrial })
  }
}

function extendsRunning(running: Activation, offer: Offer, mode: ActivationMode): boolean {
  /** Packages that are gone have no number any more, and two of them are not the same. */
  if (mode === 'usual') return offer.packageId !== null && running.packageId === offer.packageId
  return mode === 'add'
}

/** The terms an activation takes from what was bought, whatever happens to the package. */
function snapshot(offer: Offer) {
  return {
    packageId: offer.packageId,
    packageName: offer.name,
    currency: offer.currency,
    downloadBps: offer.downloadBps,
    uploadBps: offer.uploadBps,
    validityMonths: offer.validityMonths,
    untilMidnight: offer.untilMidnight,
    burstDownloadBps: offer.burstDownloadBps,
    burstUploadBps: offer.burstUploadBps,
    burstSeconds: offer.burstSeconds,
    deviceLimit: offer.deviceLimit,
  }
}
