import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import { runningActivation } from '#hotspot/activation/running_activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { waitingPayment, windowsLeft } from '#hotspot/payment_window/window_rules'
import { windowUntil } from '#hotspot/payment_window/window_until'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { writeRadiusRows } from '#radius/radius_rows'
import { markDue } from '#tenancy/due_work'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** not_now: switched off, blocked, no payment waits, or a package runs already. */
export type WindowOutcome = { outcome: 'open'; until: DateTime } | { outcome: 'not_now' | 'capped' }

/**
 * Lets a device that is paying out for some minutes, slowly, so that its bank's pages open.
 * It is no package: customer, Trial and what was suspended stay as they are, and RADIUS
 * answers from the device's own rows and `devices.window_until` (tenants/radius/answers.ts).
 * The router ends it by itself, since Expiration becomes its Session-Timeout; a package that
 * is paid for takes its place at once. Speed and time bound what it can carry.
 */
@inject()
export class OpenPaymentWindow {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private bringOnline: BringOnline
  ) {}

  /** Call in the tenant's scope. One that is open already is opened once. */
  async execute(deviceId: number): Promise<WindowOutcome> {
    const now = this.clock.now()
    const settings = tenantSettings(this.tenancy.tenant)
    const device = await this.#locked(deviceId)
    if (!device || !settings.paymentWindow) return { outcome: 'not_now' }

    const { customer, mac } = device
    const refused = customer.status === 'blocked' || customer.status === 'pending'
    if (refused || (await runningActivation(customer, now))) return { outcome: 'not_now' }
    if (!(await waitingPayment(customer.id, mac, now))) return { outcome: 'not_now' }

    const open = await windowUntil(this.tenancy, device.id, now)
    if (open) {
      await this.#letIn(device, open, now)
      return { outcome: 'open', until: open }
    }
    if ((await windowsLeft(customer, mac, now, settings)) === 0) return { outcome: 'capped' }

    const until = now.plus({ minutes: settings.paymentWindowMinutes }).startOf('second')
    await this.tenancy.transaction
      .from('devices')
      .where('id', device.id)
      .update({ window_until: until.toJSDate() })
    const bps = settings.paymentWindowKbps * 1000
    await writeRadiusRows(this.tenancy, [mac], {
      downloadBps: bps,
      uploadBps: bps,
      octetsLimit: null,
      expiresAt: until,
    })
    await logHotspot(
      customer,
      'payment_window',
      { minutes: settings.paymentWindowMinutes, kbps: settings.paymentWindowKbps },
      mac,
      device.routerId
    )
    await markDue(this.tenancy, until)
    await this.#letIn(device, until, now)
    return { outcome: 'open', until }
  }

  /**
   * The phone first, as whoever proves a number on it does, so that it cannot change hands
   * meanwhile; then the customer, as whoever activates a package does.
   */
  async #locked(deviceId: number): Promise<Device | null> {
    const seen = await Device.find(deviceId)
    if (!seen) return null
    await this.tenancy.transaction.rawQuery(
      'select pg_advisory_xact_lock(hashtextextended(?, ?))',
      [seen.mac, this.tenancy.tenant.id]
    )
    await Customer.query().where('id', seen.customerId).forUpdate().first()
    const device = await Device.query().where('id', deviceId).preload('customer').first()
    return device?.customerId === seen.customerId ? device : null
  }

  /** Pressed again, it asks the router again, once in ten seconds. */
  #letIn(device: Device, until: DateTime, now: DateTime): Promise<void> {
    const press = Math.floor(now.toSeconds() / 10)
    return this.bringOnline.execute([device], `window:${until.toMillis()}:${press}`, false)
  }
}
