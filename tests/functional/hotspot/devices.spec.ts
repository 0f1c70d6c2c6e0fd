import { test } from '@japa/runner'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import HotspotLog from '#hotspot/logs/hotspot_log'
import SmsMessage from '#messaging/sms_message'
import RouterCommand from '#routers/commands/router_command'
import type Router from '#routers/router'
import { redisKeysGone } from '#tests/support/redis_keys'
import { anyMac, Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { Purchase } from '#tests/support/purchase'
import { radiusRowsOf } from '#tests/support/radius_rows'

let isp: Isp
let router: Router

async function trialsOf(guest: Guest): Promise<number> {
  const { id } = await guest.customer()
  const trials = await isp.inside(() =>
    Activation.query().where({ customerId: id, source: 'trial' })
  )
  return trials.length
}

async function eventsOf(guest: Guest): Promise<string[]> {
  const logs = await isp.inside(() =>
    HotspotLog.query().where('mobile', guest.mobile).orderBy('id')
  )
  return logs.map(({ event }) => event)
}

/** The same person again: another code may be had without the pause. */
async function again(guest: Guest, mac = guest.mac): Promise<Guest> {
  await redisKeysGone(`otp:${isp.tenant.id}:cooldown:${guest.mobile}`)
  return new Guest(isp, router, mac, guest.mobile)
}

test.group('Hotspot | Numbers and devices', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })

  test('the Trial is for a number once, whatever phone it comes with', async ({ assert }) => {
    const guest = new Guest(isp, router)
    await guest.signIn()
    assert.equal(await trialsOf(guest), 1)
    const page = await (await again(guest, anyMac())).signIn()
    assert.equal(page.status, 200)
    assert.equal(await trialsOf(guest), 1)
  })

  test('the Trial is for a phone once, whatever number it comes with', async ({ assert }) => {
    const first = new Guest(isp, router)
    await first.signIn()
    const second = new Guest(isp, router, first.mac)
    const page = await second.signIn()
    assert.include(page.url, '/packages')
    assert.equal(await trialsOf(second), 0)
  })

  test('two numbers proven on one phone at once share one Trial', async ({ assert }) => {
    const mac = anyMac()
    const guests = [new Guest(isp, router, mac), new Guest(isp, router, mac)]
    const pages = await Promise.all(guests.map((guest) => guest.signIn()))
    assert.deepEqual(
      pages.map(({ status }) => status),
      [200, 200]
    )
    const [one = 0, other = 0] = await Promise.all(guests.map(trialsOf))
    assert.equal(one + other, 1)
  })

  test('the Trial is there only while there is one', async ({ assert }) => {
    const bare = await openIsp({ packages: false })
    const guest = new Guest(bare, await registerRouter(bare))
    const page = await guest.signIn()
    assert.include(page.url, '/packages')
    assert.include(page.body, 'No packages yet')
  })

  test('a new phone takes the place of the old one, with what is left', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const purchase = await Purchase.begin(guest, 'Day Pass')
    await purchase.pay()
    const renewed = new Guest(isp, router, anyMac(), guest.mobile)
    const page = await renewed.signIn()
    assert.include(page.body, 'Day Pass')
    assert.lengthOf(await isp.inside(() => radiusRowsOf(guest.mac)), 0)
    assert.isNotEmpty(await isp.inside(() => radiusRowsOf(renewed.mac)))
    assert.includeMembers(await eventsOf(guest), ['device_replaced', 'device_linked'])
  })

  test('a phone that changes hands: the other’s session ends first, and both logs say so', async ({
    assert,
  }) => {
    const loser = new Guest(isp, router)
    await (await Purchase.begin(loser, 'Day Pass')).pay()
    const taker = new Guest(isp, router, loser.mac)
    await taker.signIn()

    const holder = await isp.inside(() =>
      Device.query().where('mac', loser.mac).preload('customer').firstOrFail()
    )
    assert.equal(holder.customer.mobile, taker.mobile)
    assert.include(await eventsOf(loser), 'device_replaced')
    assert.include(await eventsOf(taker), 'device_linked')
    const commands = await isp.inside(() =>
      RouterCommand.query().whereRaw(`payload->>'mac' = ?`, [loser.mac]).orderBy('id', 'desc')
    )
    assert.deepEqual(
      commands.slice(0, 2).map(({ kind }) => kind),
      ['login', 'logout'],
      'out with the other’s package, in with the Trial'
    )
    assert.equal((await loser.customer()).status, 'active', 'what was paid for stays')
    assert.deepInclude(await isp.inside(() => radiusRowsOf(loser.mac)), [
      'Mikrotik-Rate-Limit',
      '1M/2M',
    ])
  })

  test('a known phone comes in without typing while a package runs', async ({ assert }) => {
    const guest = new Guest(isp, router)
    await (await Purchase.begin(guest, 'Day Pass')).pay()
    const page = await guest.arrive()
    assert.include(page.url, '/online')
    assert.include(await eventsOf(guest), 'auto_login')
  })

  test('a known phone without a package is told so by one SMS a cycle', async ({ assert }) => {
    const guest = new Guest(isp, router)
    for (let visits = 0; visits < 3; visits += 1) {
      const page = visits === 0 ? await guest.comeBack() : await guest.arrive()
      assert.include(page.url, '/packages')
    }
    const told = () =>
      isp.inside(() => SmsMessage.query().where({ mobile: guest.mobile, event: 'buy_package' }))
    assert.lengthOf(await told(), 1)

    const purchase = await Purchase.begin(guest, 'Day Pass', await guest.arrive())
    await purchase.pay()
    await isp.inside(async () => {
      const { id } = await guest.customer()
      await Activation.query().where('customer_id', id).update({ status: 'suspended' })
      await Customer.query().where('id', id).update({ status: 'suspended' })
    })
    await guest.arrive()
    await guest.arrive()
    assert.lengthOf(await told(), 2, 'a new cycle, one more')
  })

  test('a blocked customer sees that and nothing else', async ({ assert }) => {
    const guest = new Guest(isp, router)
    const portal = await guest.comeBack()
    await isp.inside(
      async () => void (await (await guest.customer()).merge({ status: 'blocked' }).save())
    )
    for (const page of [await guest.arrive(), await guest.packages(portal)]) {
      assert.include(page.body, 'Your account is blocked')
    }
  })
})
