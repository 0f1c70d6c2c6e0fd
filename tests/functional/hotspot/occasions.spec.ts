import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import Customer from '#hotspot/customers/customer'
import { LinkDevice } from '#hotspot/customers/link_device'
import RouterCommand from '#routers/commands/router_command'
import { Counter } from '#tests/functional/recharge/counter'
import { registerRouter } from '#tests/support/isp'

let counter: Counter

async function toldOf(mac: string): Promise<string[]> {
  const commands = await counter.isp.inside(() =>
    RouterCommand.query().whereRaw(`payload->>'mac' = ?`, [mac]).orderBy('id')
  )
  return commands.map(({ kind }) => kind)
}

async function deviceOf({ id }: Customer) {
  return counter.isp.inside(async () => {
    const customer = await Customer.query().where('id', id).preload('devices').firstOrFail()
    const [device] = customer.devices
    if (!device) throw new Error('There is no device')
    return device
  })
}

/** Whatever has an occasion of its own is told to the router, though it was told the same before. */
test.group('Hotspot | What a router is asked', (group) => {
  group.setup(async () => {
    counter = await Counter.open({ replacementCooldownMinutes: 0, replacementsPerDay: 100 })
  })

  test('an end that comes again after an undo, bought online: the router is told again', async ({
    assert,
  }) => {
    const router = await registerRouter(counter.isp)
    const customer = await counter.customer(router.id)
    const { mac } = await deviceOf(customer)
    await counter.sold(customer, { package: 'Day Pass' })
    const extension = await counter.sold(customer, { package: 'Day Pass' })
    const first = await counter.standing(customer)
    await counter.undo(extension)

    const [activate, sold] = [
      await app.container.make(ActivatePackage),
      await counter.package('Day Pass'),
    ]
    await counter.isp.inside(() => activate.execute(customer.id, offerOf(sold), 'payment'))
    const again = await counter.standing(customer)
    assert.equal(again.activation?.id, first.activation?.id)
    assert.equal(again.activation?.expiresAt.toISO(), first.activation?.expiresAt.toISO())
    assert.deepEqual(await toldOf(mac), ['login', 'login', 'login', 'login'])
  })

  test('a phone that goes to another number and comes back is let in again', async ({ assert }) => {
    const router = await registerRouter(counter.isp)
    const [one, other] = [await counter.customer(router.id), await counter.customer(router.id)]
    await counter.sold(one, { package: 'Day Pass' })
    await counter.sold(other, { package: 'Day Pass' })
    const { mac } = await deviceOf(one)
    const link = await app.container.make(LinkDevice)
    const before = (await toldOf(mac)).length

    for (const owner of [other, one]) {
      await counter.isp.inside(async () => {
        const customer = await Customer.findOrFail(owner.id)
        await link.execute(customer, { mac, ip: '10.5.50.7', routerId: router.id })
      })
    }
    assert.deepEqual((await toldOf(mac)).slice(before), ['logout', 'login', 'logout', 'login'])
  })

  test('each device is asked for once in a purchase', async ({ assert }) => {
    const router = await registerRouter(counter.isp)
    const customer = await counter.customer(router.id)
    const { mac } = await deviceOf(customer)
    await counter.sold(customer, { package: 'Day Pass' })
    assert.deepEqual(await toldOf(mac), ['login'])
  })
})
