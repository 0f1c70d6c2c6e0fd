import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { integerColumn, jsonColumn } from '#tenancy/columns'

export type HotspotEvent =
  | 'code_sent'
  | 'verified'
  | 'device_linked'
  | 'device_replaced'
  | 'device_removed'
  | 'trial'
  | 'activated'
  | 'extended'
  | 'recharge_undone'
  | 'refunded'
  | 'voucher_redeemed'
  | 'auto_login'
  | 'suspended'
  | 'turned_away'
  | 'payment_window'
  | 'payment_window_closed'

/** What happened to a customer on the hotspot, for the operator's Logs page. */
export default class HotspotLog extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare customerId: number | null

  @column()
  declare mobile: string | null

  @column()
  declare mac: string | null

  @integerColumn()
  declare routerId: number | null

  @column()
  declare event: HotspotEvent

  @jsonColumn()
  declare detail: Record<string, unknown>

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime
}
