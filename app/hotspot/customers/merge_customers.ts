import { inject } from '@adonisjs/core'
import { Exception } from '@adonisjs/core/exceptions'
import { Clock } from '#core/clock'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import { packagePlan, type PackagePlan } from '#hotspot/customers/merge_plan'
import { logHotspot } from '#hotspot/logs/log_hotspot'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { TakeOffline } from '#hotspot/router_access/take_offline'
import { removeRadiusRows, writeRadiusRows } from '#radius/radius_rows'
import { markDue } from '#tenancy/due_work'
import { Tenancy } from '#tenancy/tenancy'

export type MergeObstacle = 'same' | 'merged' | 'unproved'

export class MergeRefused extends Exception {
  static override status = 422
  static override code = 'E_MERGE_REFUSED'

  constructor(readonly obstacle: MergeObstacle) {
    super(`These two customers cannot be merged: ${obstacle}`)
  }
}

/** Tables whose rows belong to a customer and simply change hands. */
const BELONGINGS = [
  'activations',
  'payment_intents',
  'customer_payments',
  'sms_messages',
  'hotspot_logs',
  'auto_suspension_logs',
  'vouchers',
]

/**
 * Makes two numbers one customer, in the scope it is called in. Everything of
 * the merged number goes to the one that stays; its row stays behind, says
 * where things went, and keeps its Trial used. A block on either side holds.
 */
@inject()
export class MergeCustomers {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private takeOffline: TakeOffline,
    private bringOnline: BringOnline
  ) {}

  /** @throws MergeRefused when either is merged already, or the number that stays was never proved */
  async execute(stays: number, goes: number): Promise<{ survivor: Customer; merged: Customer }> {
    if (stays === goes) throw new MergeRefused('same')
    await this.#holdPayments(goes)
    const { survivor, merged } = await this.#lock(stays, goes)

    const plan = await this.#combinePackages(survivor, merged)
    for (const table of BELONGINGS) {
      const rows = this.tenancy.transaction.from(table).where('customer_id', merged.id)
      await rows.update({ customer_id: survivor.id })
    }
    await Device.query().where('customer_id', merged.id).update({ customer_id: survivor.id })
    await this.#leaveBehind(survivor, merged, plan)
    await this.#connect(survivor, plan)
    return { survivor, merged }
  }

  /** Payments and refunds lock those and then the customer; so do we, lest each wait for the other. */
  async #holdPayments(customerId: number): Promise<void> {
    for (const table of ['payment_intents', 'customer_payments']) {
      const rows = this.tenancy.transaction.from(table).where('customer_id', customerId)
      await rows.orderBy('id').forUpdate().select('id')
    }
  }

  async #lock(stays: number, goes: number) {
    const both = await Customer.query().whereIn('id', [stays, goes]).orderBy('id').forUpdate()
    const of = (id: number) => both.find((each) => each.id === id) ?? Customer.findOrFail(id)
    const [survivor, merged] = [await of(stays), await of(goes)]
    if (survivor.mergedInto !== null || merged.mergedInto !== null) throw new MergeRefused('merged')
    if (survivor.status === 'pending') throw new MergeRefused('unproved')
    return { survivor, merged }
  }

  async #combinePackages(survivor: Customer, merged: Customer): Promise<PackagePlan> {
    const ids = [survivor.activationId, merged.activationId].filter((id) => id !== null)
    const locked = await Activation.query().whereIn('id', ids).orderBy('id').forUpdate()
    const now = this.clock.now()
    const running = (of: Customer) =>
      locked.find(({ id, status }) => id === of.activationId && status === 'running') ?? null
    const usable = (activation: Activation | null) =>
      activation?.isRunning(now) ? activation : null
    const [mine, theirs] = [running(survivor), running(merged)]
    const plan = packagePlan(usable(mine), usable(theirs), now)

    for (const activation of [mine, theirs]) {
      if (!activation || activation === plan.stays) continue
      await activation.merge({ status: activation === plan.ends ? 'replaced' : 'ended' }).save()
    }
    if (plan.outcome === 'added' && plan.stays && plan.expiresAt) {
      const { expiresAt, octetsLimit } = plan
      await plan.stays.merge({ expiresAt, octetsLimit, exhaustedAt: null }).save()
    }
    return plan
  }

  async #leaveBehind(survivor: Customer, merged: Customer, { stays }: PackagePlan): Promise<void> {
    const [activationId, suspendReason] = stays
      ? [stays.id, null]
      : [survivor.activationId ?? merged.activationId, survivor.suspendReason]
    const blocked = survivor.status === 'blocked' || merged.status === 'blocked'
    const notes = [survivor.notes, merged.notes].filter(Boolean).join('\n\n')
    await survivor
      .merge({
        status: blocked ? 'blocked' : stays ? 'active' : survivor.status,
        blockedAt: survivor.blockedAt ?? merged.blockedAt,
        activationId,
        suspendReason,
        name: survivor.name ?? merged.name,
        notes: notes || null,
        trialUsedAt: survivor.trialUsedAt ?? merged.trialUsedAt,
      })
      .save()
    await merged
      .merge({
        status: 'pending',
        blockedAt: null,
        activationId: null,
        suspendReason: null,
        trialUsedAt: merged.trialUsedAt ?? this.clock.now(),
        mergedInto: survivor.id,
      })
      .save()
    /** Who was merged into it before goes along, so that a number is one step from its account. */
    await Customer.query().where('merged_into', merged.id).update({ mergedInto: survivor.id })
  }

  /** The devices seen last, as many as the package allows; the others make room, as replaced ones do. */
  async #connect(survivor: Customer, { stays }: PackagePlan): Promise<void> {
    const occasion = `merged:${this.clock.now().toMillis()}`
    const devices = await Device.query()
      .where('customer_id', survivor.id)
      .orderByRaw('last_seen_at desc nulls last, id desc')
    const kept = stays ? devices.slice(0, stays.deviceLimit) : devices
    const rest = devices.slice(kept.length)

    await this.takeOffline.execute(rest, occasion)
    await removeRadiusRows(
      this.tenancy,
      rest.map(({ mac }) => mac)
    )
    await Device.query()
      .whereIn(
        'id',
        rest.map(({ id }) => id)
      )
      .delete()
    for (const { mac, routerId } of rest) {
      await logHotspot(survivor, 'device_removed', {}, mac, routerId)
    }

    const macs = kept.map(({ mac }) => mac)
    if (!stays || survivor.status === 'blocked') {
      if (stays) await writeRadiusRows(this.tenancy, macs, stays)
      return this.takeOffline.execute(kept, occasion)
    }
    await writeRadiusRows(this.tenancy, macs, stays)
    await markDue(this.tenancy, stays.expiresAt)
    await this.bringOnline.execute(kept, occasion, true)
  }
}
