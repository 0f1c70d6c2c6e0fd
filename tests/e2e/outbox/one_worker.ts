import 'reflect-metadata'
import { once } from 'node:events'
import { Ignitor } from '@adonisjs/core'

/**
 * A worker process that says when it is ready, waits for a word, works off the outbox of one
 * router and ends:
 * `node … one_worker.ts <tenant id> <router id>`.
 */
const root = new URL('../../../', import.meta.url)
const [tenantId, routerId] = process.argv.slice(2).map(Number)

const app = new Ignitor(root, { importer: (path) => import(new URL(path, root).href) })
  .tap((created) => {
    created.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')
await app.init()
await app.boot()

const { routerOutbox } = await import('#start/workers')
const outbox = await routerOutbox(app)
const { TenantDirectory } = await import('#tenancy/resolution/tenant_directory')
const directory = await app.container.make(TenantDirectory)
process.stdout.write('ready\n')
await once(process.stdin, 'data')
await outbox.execute(await directory.byId(tenantId ?? 0), routerId ?? 0)
await app.terminate()
