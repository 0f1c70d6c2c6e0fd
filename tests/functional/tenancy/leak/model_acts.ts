import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { type Act, PEOPLE } from '#tests/functional/tenancy/leak/household'
import { mobile } from '#tests/support/fixtures'

/** What one does with a model alone. */
export const modelActs: Act[] = [
  {
    name: 'find, findBy, findMany and first',
    perform: (house) =>
      house.run(async () => {
        house.ours([await Customer.findOrFail(1), await Customer.findByOrFail('mobile', mobile(2))])
        house.ours(await Customer.findMany([3, 4]), 2)
        house.ours([await Customer.query().orderBy('id').firstOrFail()])
      }),
  },
  {
    name: 'all',
    perform: (house) => house.run(async () => house.ours(await Package.all(), 3)),
  },
  {
    name: 'create, read back, refresh',
    perform: (house) =>
      house.run(async () => {
        const newcomer = house.newcomer()
        house.stays()
        const created = await Customer.create(newcomer)
        house.ours([await Customer.findByOrFail('mobile', newcomer.mobile)])
        await created.refresh()
        house.ours([created])
      }),
  },
  {
    name: 'createMany',
    perform: (house) =>
      house.run(async () => {
        const newcomers = [house.newcomer(), house.newcomer()]
        house.stays(2)
        await Customer.createMany(newcomers)
        const numbers = newcomers.map((newcomer) => newcomer.mobile)
        house.ours(await Customer.query().whereIn('mobile', numbers), 2)
      }),
  },
  {
    name: 'updateOrCreate, firstOrCreate, fetchOrCreateMany and updateOrCreateMany',
    perform: (house) =>
      house.run(async () => {
        const [first, second, third] = [house.newcomer(), house.newcomer(), house.newcomer()]
        house.stays(3)
        const known = { mobile: first.mobile }
        house.ours([await Customer.updateOrCreate(known, first)])
        house.ours([await Customer.updateOrCreate(known, { language: 'bn' })])
        house.ours([await Customer.firstOrCreate({ mobile: second.mobile }, second)])
        house.ours([await Customer.firstOrCreate({ mobile: mobile(1) }, house.newcomer())])
        house.ours(await Customer.fetchOrCreateMany('mobile', [second, third]), 2)
        house.ours(await Customer.updateOrCreateMany('mobile', [first, third]), 2)
      }),
  },
  {
    name: 'save, in a later scope, of an instance fetched in an earlier one',
    async perform(house) {
      const fetched = await house.run(() => Customer.findOrFail(5))
      await house.run(() => fetched.merge({ language: `${house.mark}-5` }).save())
      house.equal((await house.run(() => Customer.findOrFail(5))).language, `${house.mark}-5`)
    },
  },
  {
    name: 'delete of an instance fetched in an earlier scope',
    async perform(house) {
      const newcomer = house.newcomer()
      const fetched = await house.run(() => Customer.create(newcomer))
      await house.run(() => fetched.delete())
      house.equal(await house.run(() => Customer.findBy('mobile', newcomer.mobile)), null)
    },
  },
  {
    name: 'pojo',
    perform: (house) =>
      house.run(async () => house.ours(await house.people().pojo<Customer>(), PEOPLE.length)),
  },
  {
    name: 'paginate',
    perform: (house) =>
      house.run(async () => {
        const page = await house.people().orderBy('id').paginate(2, 4)
        house.ours(page.all(), 2)
        house.equal(page.total, PEOPLE.length)
      }),
  },
  {
    name: 'aggregates',
    perform: (house) =>
      house.run(async () => {
        const [figures] = await house
          .people()
          .pojo<Record<string, unknown>>()
          .count('* as people')
          .min('name as first')
          .max('name as last')
        house.equal(figures, { people: '6', first: house.mark, last: house.mark })
      }),
  },
  {
    name: 'bulk update and bulk delete',
    perform: (house) =>
      house.run(async () => {
        const newcomer = house.newcomer()
        const numbers = [newcomer, house.newcomer()].map((one) => one.mobile)
        await Customer.createMany(numbers.map((number) => ({ ...newcomer, mobile: number })))
        const theirs = () => Customer.query().whereIn('mobile', numbers)
        house.equal(await theirs().update({ language: 'bn' }), [2])
        house.equal(await theirs().increment('activation_id', 0), [2])
        house.equal(await theirs().delete(), [2])
      }),
  },
  {
    name: 'a locked row, changed',
    perform: (house) =>
      house.run(async () => {
        const locked = await Customer.query().where('id', 6).forUpdate().firstOrFail()
        house.ours([locked])
        const before = Number(locked.language.replace(/\D/g, '') || 0)
        await locked.merge({ language: `n${before + 1}` }).save()
        house.equal((await Customer.findOrFail(6)).language, `n${before + 1}`)
      }),
  },
  {
    name: 'several queries at once in one scope',
    perform: (house) =>
      house.run(async () => {
        house.ours(await Promise.all(PEOPLE.map((id) => Customer.findOrFail(id))), PEOPLE.length)
      }),
  },
]
