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

/** Connections of this process's pool that exports may hold. */
const AT_ONCE = 3

let underWay = 0

/** Whoever takes nothing for so long has gone; the transaction must not stay. */
const PATIENCE_MS = 60_000

/**
 * All that an ISP owns as a ZIP of CSV files, made while it is sent: from one snapshot, table after
 * table, with a few hundred rows in memory. A connection of the pool is held until it is through,
 * so that each ISP has one at a time, and all of them together a few.
 */
@inject()
export class TenantZip {
  constructor(private tenancy: Tenancy) {}

  /** @throws ExportUnderWay; a failure later than that breaks the stream off */
  async open(tenant: Tenant): Promise<Readable> {
    if (underWay >= AT_ONCE) throw new ExportUnderWay()
    const opened = Promise.withResolvers<Readable>()
    underWay += 1
    void this.#pack(tenant, opened.resolve)
      .catch((error: unknown) => {
        opened.reject(error)
        logger.info({ err: error, tenant: tenant.id }, 'export broken off')
      })
      .finally(() => (underWay -= 1))
    return opened.promise
  }

  /** Resolves when all of it has been taken. */
  async #pack(tenant: Tenant, begin: (output: Readable) => void): Promise<void> {
    const files = await accountFiles(tenant)
    await this.tenancy.snapshot(tenant, async (trx) => {
      await takeTurn(trx, tenant)
      const output = new PassThrough()
      begin(output)
      await pipeline(packed(trx, tenant, files, output), output)
    })
  }
}

/** Until the transaction ends. @throws ExportUnderWay */
async function takeTurn(trx: TransactionClientContract, { schema }: Tenant): Promise<void> {
  await trx.rawQuery(`set local idle_in_transaction_session_timeout = ${2 * PATIENCE_MS}`)
  const { rows }: { rows: { mine: boolean }[] } = await trx.rawQuery(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine',
    [`export:${schema}`]
  )
  if (!rows[0]?.mine) throw new ExportUnderWay()
}

/**
 * Each file is begun when the one before it has gone, and all end with the output. yazl listens to
 * no errors of what it reads.
 */
function packed(
  trx: TransactionClientContract,
  { currency }: Tenant,
  files: Record<string, string>,
  output: PassThrough
): NodeJS.ReadableStream {
  const end = new AbortController()
  const patience = setTimeout(() => output.destroy(new Error('Nobody took it')), PATIENCE_MS)
  patience.unref()
  output.once('close', () => {
    clearTimeout(patience)
    end.abort()
  })
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(text), `${name}.csv`)
  }
  for (const { file, select } of EXPORTED_TABLES) {
    zip.addReadStreamLazy(`${file}.csv`, (begin) => {
      const options = { objectMode: false, signal: end.signal }
      const lines = Readable.from(
        tableCsv(trx, select, currency, () => patience.refresh()),
        options
      )
      begin(
        null,
        lines.on('error', (error) => output.destroy(error))
      )
    })
  }
  zip.end()
  return zip.outputStream
}
