import Voucher from '#hotspot/vouchers/voucher'

/** Voids what is left of a batch, for good. In the tenant's scope. @returns how many */
export async function voidBatch(batch: string): Promise<number> {
  const voided = await Voucher.query()
    .where({ batch, state: 'new' })
    .update({ state: 'void' }, ['id'])
  return voided.length
}

/** Voids one voucher; one that was redeemed or voided meanwhile stays what it is. @returns whether it did */
export async function voidVoucher(id: number): Promise<boolean> {
  const voided = await Voucher.query().where({ id, state: 'new' }).update({ state: 'void' }, ['id'])
  return voided.length > 0
}
