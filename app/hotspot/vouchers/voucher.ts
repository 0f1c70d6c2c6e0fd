import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { printedCode } from '#hotspot/vouchers/voucher_code'
import { integerColumn, jsonColumn } from '#tenancy/columns'
import { unseal } from '#tenancy/sealed'

/** What the code is sealed for. */
export const VOUCHER_SEAL = 'voucher'

/** As stored; a new one whose time is over is expired. */
export type VoucherState = 'new' | 'redeemed' | 'void'
export type ShownVoucherState = VoucherState | 'expired'

/** A package paid for beforehand, by whoever holds the code. */
export default class Voucher extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  /** The label of the batch, which is its name. */
  @column()
  declare batch: string

  @column({ serializeAs: null })
  declare codeHash: string

  @column({ serializeAs: null })
  declare sealedCode: string

  /** null once the package was deleted; the voucher keeps its worth. */
  @integerColumn()
  declare packageId: number | null

  /** The package, its price and its tax when the voucher was made: see voucher_offer. */
  @jsonColumn()
  declare offer: unknown

  @column()
  declare state: VoucherState

  @column()
  declare createdByName: string

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime()
  declare expiresAt: DateTime | null

  @column.dateTime()
  declare redeemedAt: DateTime | null

  @integerColumn()
  declare customerId: number | null

  isExpired(now: DateTime): boolean {
    return this.expiresAt !== null && this.expiresAt <= now
  }

  shownState(now: DateTime): ShownVoucherState {
    return this.state === 'new' && this.isExpired(now) ? 'expired' : this.state
  }

  /** The code as it is printed. @throws UnreadableSecret when the application's key has changed */
  code(tenantId: number): string {
    return printedCode(unseal<string>(this.sealedCode, tenantId, VOUCHER_SEAL))
  }
}
