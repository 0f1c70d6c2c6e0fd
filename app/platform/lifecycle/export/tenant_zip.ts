import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { inject } from '@adonisjs/core'
import logger from '@adonisjs/core/services/logger'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { ZipFile } from 'yazl'
import { ExportUnderWay } from '#platform/lifecycle/errors'
import { accountFiles } from '#platform/lifecycle/export/account_files'
import { tableCsv } from '#platform/lifecycle/export/table_csv'
import { EXPORTED_TABLES } from '#platform/lifecycle/export/tables'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/** Whoever takes nothing for so long has gone; the transaction must not stay. */
const PATIENCE = '2min'

/**
 * All that an ISP owns as a ZIP of CSV files, made while it is sent: from one snapshot, table after
 * table, with a few hundred rows in memory. A connection of the pool is held until it is through,
 * so that each ISP has one at a time.
 */
@inject()
export class TenantZip {
  constructor(private tenancy: Tenancy) {}

  /** @throws ExportUnderWay; a failure later than that breaks the stream off */
  async open(tenant: Tenant): Promise<Readable> {
    const files = await accountFiles(tenant)
    const opened = Promise.withResolvers<Readable>()
    const sent = this.tenancy.snapshot(tenant, async (trx) => {
      await takeTurn(trx, tenant)
      const output = new PassThrough()
      opened.resolve(output)
      const zip = packed(trx, tenant, files)
      zip.on('error', (error: Error) => output.destroy(error))
      await pipeline(zip.outputStream, output)
    })
    sent.catch((error: unknown) => {
      opened.reject(error)
      logger.info({ err: error, tenant: tenant.id }, 'export broken off')
    })
    return opened.promise
  }
}

/** Until the transaction ends. @throws ExportUnderWay */
async function takeTurn(trx: TransactionClientContract, { schema }: Tenant): Promise<void> {
  await trx.rawQuery(`set local idle_in_transaction_session_timeout = '${PATIENCE}'`)
  const { rows }: { rows: { mine: boolean }[] } = await trx.rawQuery(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine',
    [`export:${schema}`]
  )
  if (!rows[0]?.mine) throw new ExportUnderWay()
}

/** Each file is begun when the one before it has gone. */
function packed(
  trx: TransactionClientContract,
  { currency }: Tenant,
  files: Record<string, string>
): ZipFile {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(text), `${name}.csv`)
  }
  for (const { file, select } of EXPORTED_TABLES) {
    zip.addReadStreamLazy(`${file}.csv`, (begin) =>
      begin(null, Readable.from(tableCsv(trx, select, currency), { objectMode: false }))
    )
  }
  zip.end()
  return zip
}
