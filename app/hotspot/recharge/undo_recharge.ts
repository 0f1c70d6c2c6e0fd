import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import type { Operator } from '#hotspot/activation/activate_package'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { readBefore, type BeforeRecharge } from '#hotspot/recharge/before_recharge'
import { UndoRefused } from '#hotspot/recharge/errors'
import { restoreActivation } from '#hotspot/recharge/restore_activation'
import { undoRefusal } from '#hotspot/recharge/undo_refusal'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import CustomerPayment from '#payments/customer_payment'
import { removeRadiusRows, writeRadiusRows } from '#radius/radius_rows'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'

export interface UndoOrder {
  paymentId: number
  reason: string
  /** The owner who undoes it. */
  by: Operator
}

/** What runs for the customer after an undo; null when nothing does. */
export interface Undone {
  payment: CustomerPayment
  running: Activation | null
}

/**
 * Takes a cash recharge back on the day it was made, as one transaction in the
 * scope it is called in: what was running before runs again with what it had
 * left, RADIUS and the router are told, and the payment stays, marked undone.
 */
@inject()
export class UndoRecharge {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private bringOnline: BringOnline,
    private takeOffline: TakeOffline
  ) {}

  /** @throws UndoRefused */
  async execute({ paymentId, reason, by }: UndoOrder): Promise<Undone> {
    const payment = await CustomerPayment.query().where('id', paymentId).forUpdate().firstOrFail()
    const { customerId } = payment
    const customer = await Customer.query().where('id', customerId).forUpdate().firstOrFail()
    const now = this.clock.now()
    const refusal = await undoRefusal(payment, customer, now, this.tenancy.tenant.timezone)
    if (refusal) throw new UndoRefused(refusal)

    const before = await readBefore(payment.previous)
    const made = await Activation.findOrFail(payment.activationId)
    const standing = await this.#restore(customer, made, before)
    await this.#putBack(customer, before, standing, made)
    await payment.merge({ undoneAt: now, undoneByName: by.name, undoReason: reason }).save()

    const running = standing?.isRunning(now) ? standing : null
    await this.#tellRouters(customer, payment, standing, running)
    await logHotspot(customer, 'recharge_undone', {
      package: payment.packageName,
      goes_on: running?.packageName ?? null,
      who: by.name,
      from: by.from,
      reason,
    })
    return { payment, running }
  }

  /** @returns the activation that counts again, if there was one */
  async #restore(customer: Customer, made: Activation, before: BeforeRecharge) {
    /** First: only one activation may be running. */
    if (!before.extended) await made.merge({ status: 'ended' }).save()
    if (!before.activation) return null

    const sweptSince = before.extended && made.status !== 'running'
    const restored = await restoreActivation(
      this.tenancy,
      customer.id,
      before.activation,
      sweptSince
    )
    if (!restored) throw new UndoRefused('built_upon')
    await markDue(this.tenancy, restored.exhaustedAt ?? restored.expiresAt)
    return restored
  }

  async #putBack(
    customer: Customer,
    before: BeforeRecharge,
    standing: Activation | null,
    made: Activation
  ): Promise<void> {
    customer.activationId = standing?.id ?? null
    if (before.extended && made.status !== 'running') {
      await customer.save()
      return
    }
    const blocked = customer.status === 'blocked'
    await customer
      .merge({
        status: blocked ? 'blocked' : before.customer.status,
        suspendReason: before.customer.suspendReason,
      })
      .save()
  }

  async #tellRouters(
    customer: Customer,
    payment: CustomerPayment,
    standing: Activation | null,
    running: Activation | null
  ): Promise<void> {
    const devices = await Device.query().where('customer_id', customer.id)
    const macs = devices.map(({ mac }) => mac)
    if (standing) await writeRadiusRows(this.tenancy, macs, standing)
    else await removeRadiusRows(this.tenancy, macs)

    const occasion = `undone:${payment.id}`
    if (running && customer.status !== 'blocked')
      await this.bringOnline.execute(devices, occasion, true)
    else await this.takeOffline.execute(devices, occasion)
  }
}
