import { inject } from '@adonisjs/core'
import type { DateTime } from 'luxon'
import { Clock } from '#core/clock'
import Package from '#hotspot/packages/package'
import { BatchNameTaken } from '#hotspot/vouchers/errors'
import Voucher, { VOUCHER_SEAL } from '#hotspot/vouchers/voucher'
import { codeHash, inventCode } from '#hotspot/vouchers/voucher_code'
import { voucherOfferOf } from '#hotspot/vouchers/voucher_offer'
import { requireFeature } from '#tenancy/plans/features'
import { seal } from '#tenancy/sealed'
import type Tenant from '#tenancy/models/tenant'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

export const LARGEST_BATCH = 1000

export interface NewBatch {
  packageId: number
  /** 1 to LARGEST_BATCH */
  count: number
  /** null: it is named after the day. */
  label: string | null
  expiresAt: DateTime | null
  createdByName: string
}

export interface CreatedBatch {
  /** The first voucher's id, by which the batch is addressed. */
  id: number
  name: string
}

/** Makes a batch of vouchers in the tenant's scope. */
@inject()
export class CreateVouchers {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock
  ) {}

  /**
   * @throws E_ROW_NOT_FOUND when the package is none that can be sold by voucher
   * @throws BatchNameTaken, FeatureNotInPlan
   */
  async execute(tenant: Tenant, batch: NewBatch): Promise<CreatedBatch> {
    requireFeature(tenant, 'vouchers')
    const chosen = await voucherPackagesQuery().where('id', batch.packageId).firstOrFail()
    const name = await this.#name(tenant, batch.label)
    const { taxPercent, taxInclusive } = tenantSettings(tenant)
    const offer = JSON.stringify(
      voucherOfferOf(chosen, { percent: taxPercent, inclusive: taxInclusive })
    )
    const created = await this.tenancy.transaction
      .insertQuery<{ id: string }>()
      .table(Voucher.table)
      .returning('id')
      .multiInsert(
        Array.from({ length: batch.count }, () => ({
          ...this.#code(tenant),
          batch: name,
          package_id: chosen.id,
          offer,
          created_by_name: batch.createdByName,
          created_at: this.clock.now().toJSDate(),
          expires_at: batch.expiresAt?.toJSDate() ?? null,
        }))
      )
    return { id: Math.min(...created.map(({ id }) => Number(id))), name }
  }

  #code({ id }: Tenant) {
    const code = inventCode()
    return { code_hash: codeHash(id, code), sealed_code: seal(code, id, VOUCHER_SEAL) }
  }

  /** Two people who make batches at once are made to take turns, or both would get one name. */
  async #name({ timezone }: Tenant, label: string | null): Promise<string> {
    await this.tenancy.transaction.rawQuery(
      'select pg_advisory_xact_lock(hashtext(?), hashtext(?))',
      [this.tenancy.tenant.schema, 'vouchers.batch']
    )
    if (label !== null) {
      if (await taken(label)) throw new BatchNameTaken(label)
      return label
    }
    const day = this.clock.now().setZone(timezone).toFormat('yyyy-MM-dd')
    for (let number = 1; ; number += 1) {
      const name = `${day} #${number}`
      if (!(await taken(name))) return name
    }
  }
}

/** Packages that vouchers can be made of: what the portal could sell, hidden ones too. */
export function voucherPackagesQuery() {
  return Package.query()
    .where({ customerType: 'hotspot', isTrial: false })
    .orderBy('position')
    .orderBy('price_minor')
}

async function taken(batch: string): Promise<boolean> {
  return (await Voucher.findBy({ batch })) !== null
}
