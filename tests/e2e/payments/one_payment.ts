import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import type { InboundHint } from '#payments/gateways/contract'

/**
 * A process that takes one step with money and ends:
 * `node … one_payment.ts callback <tenant id> <gateway> <reference> <hint as JSON>` or
 * `node … one_payment.ts refund <tenant id> <refund id>`.
 */
const root = new URL('../../../', import.meta.url)
const [step, tenantId, ...rest] = process.argv.slice(2)

const app = new Ignitor(root, { importer: (path) => import(new URL(path, root).href) })
  .tap((created) => {
    created.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')
await app.init()
await app.boot()

const { TenantDirectory } = await import('#tenancy/resolution/tenant_directory')
const directory = await app.container.make(TenantDirectory)
const tenant = await directory.byId(Number(tenantId))
if (step === 'callback') {
  const [gateway = '', reference = '', text = ''] = rest
  const hint: InboundHint = JSON.parse(text)
  const { FollowUpIntent } = await import('#payments/intents/follow_up_intent')
  const followUp = await app.container.make(FollowUpIntent)
  await followUp.fromCallback(tenant, gateway, reference, hint)
} else {
  const { default: Refund } = await import('#payments/refunds/refund')
  const { MakeRefund } = await import('#payments/refunds/make_refund')
  const { Tenancy } = await import('#tenancy/tenancy')
  const tenancy = await app.container.make(Tenancy)
  const refund = await tenancy.run(tenant, () => Refund.findOrFail(Number(rest[0])))
  await (await app.container.make(MakeRefund)).first(tenant, refund)
}
await app.terminate()
