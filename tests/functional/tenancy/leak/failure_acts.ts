import Customer from '#hotspot/customers/customer'
import type { Act } from '#tests/functional/tenancy/leak/household'
import { asOwner } from '#tests/support/database'
import { mobile } from '#tests/support/fixtures'

/** What goes wrong in the middle, what is taken back, and what outlives its scope. */
export const failureActs: Act[] = [
  {
    name: 'nested transactions: one kept, one taken back',
    perform: (house) =>
      house.run(async (trx) => {
        const [kept, undone] = [house.newcomer(), house.newcomer()]
        house.stays()
        await trx.transaction(async (client) => {
          await Customer.create(kept, { client })
          house.ours(await Customer.query({ client }).where('id', 1), 1)
        })
        await house.rejects(
          () =>
            trx.transaction(async (client) => {
              await Customer.create(undone, { client })
              throw new Error('never mind')
            }),
          /never mind/
        )
        house.ours(await Customer.query().whereIn('mobile', [kept.mobile, undone.mobile]), 1)
      }),
  },
  {
    name: 'run() inside run() of the same tenant joins its transaction',
    async perform(house) {
      const newcomer = house.newcomer()
      await house.rejects(
        () =>
          house.run(async () => {
            await house.run(() => Customer.create(newcomer))
            throw new Error('never mind')
          }),
        /never mind/
      )
      house.equal(await house.run(() => Customer.findBy('mobile', newcomer.mobile)), null)
    },
  },
  {
    name: 'a failed statement inside a savepoint, survived',
    perform: (house) =>
      house.run(async (trx) => {
        const taken = { ...house.newcomer(), mobile: mobile(1) }
        await house.rejects(
          () => trx.transaction((client) => Customer.create(taken, { client })),
          /customers_mobile_unique|duplicate key/
        )
        house.ours([await Customer.findOrFail(1)])
      }),
  },
  {
    name: 'a failed statement: everything of the scope is taken back',
    async perform(house) {
      const newcomer = house.newcomer()
      await house.rejects(
        () =>
          house.run(async (trx) => {
            await Customer.create(newcomer)
            await trx.rawQuery('select no_such_column from customers')
          }),
        /no_such_column/
      )
      house.equal(await house.run(() => Customer.findBy('mobile', newcomer.mobile)), null)
    },
  },
  {
    name: 'a swallowed statement error cannot be committed',
    async perform(house) {
      const newcomer = house.newcomer()
      await house
        .run(async (trx) => {
          await Customer.create(newcomer)
          await trx.rawQuery('select 1 / 0').catch(() => {})
        })
        .catch(() => {})
      house.equal(await house.run(() => Customer.findBy('mobile', newcomer.mobile)), null)
    },
  },
  {
    name: 'an exception: everything of the scope is taken back',
    async perform(house) {
      const newcomer = house.newcomer()
      await house.rejects(
        () =>
          house.run(async () => {
            await Customer.create(newcomer)
            throw new Error('the phone hung up')
          }),
        /the phone hung up/
      )
      house.equal(await house.run(() => Customer.findBy('mobile', newcomer.mobile)), null)
    },
  },
  {
    name: 'a query built in a scope and awaited after it',
    async perform(house) {
      const late = await house.run(async () => ({ query: Customer.query().where('id', 1) }))
      await house.rejects(() => late.query.exec(), /already complete/)
    },
  },
  {
    name: 'work that outlives its scope',
    async perform(house) {
      let scopeEnds = () => {}
      const ended = new Promise<void>((resolve) => (scopeEnds = resolve))
      const outliving = await house.run(async () => ({
        work: ended.then(() => Customer.query().firstOrFail()),
      }))
      scopeEnds()
      await house.rejects(() => outliving.work, /outside tenancy\.run\(\)/)
    },
  },
  {
    name: 'a job sent in the scope exists only if the scope commits',
    async perform(house) {
      const payload = { tenantId: house.tenant.id, messageId: Number(house.newcomer().mobile) }
      const sent = () =>
        asOwner(`select from pgboss.job where data->>'messageId' = $1 and data->>'tenantId' = $2`, [
          String(payload.messageId),
          String(payload.tenantId),
        ])

      await house.rejects(
        () =>
          house.run(async () => {
            await house.jobs.send('send-sms', payload, { delaySeconds: 3600 })
            throw new Error('never mind')
          }),
        /never mind/
      )
      house.equal(await sent(), [])

      await house.run(async () => {
        await house.jobs.send('send-sms', payload, { delaySeconds: 3600 })
        house.equal(await sent(), [])
      })
      house.equal((await sent()).length, 1)
    },
  },
]
