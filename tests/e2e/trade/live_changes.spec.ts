import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { LinkDevice } from '#hotspot/customers/link_device'
import { DeviceChangedRecently } from '#hotspot/customers/replacement_wait'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import SmsMessage from '#messaging/sms_message'
import RouterCommand from '#routers/commands/router_command'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { commandsOf, somebodyOnWifi } from '#tests/e2e/trade/on_wifi'
import { eventually } from '#tests/support/eventually'
import { connectRouter, openIsp } from '#tests/support/isp'
import { give, sightingOf, verifiedCustomer } from '#tests/support/verified_customer'

const GIB = 1024n ** 3n

test.group('A running session follows its package', () => {
  test('where no quota is involved, speed and end change without an interruption', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, phone, customer } = await somebodyOnWifi(cleanup)

    await give(isp, customer, '1 Hour Browse')
    await eventually('online', () => phone.online)
    const session = phone.session
    await connected.virtual.settled()

    await give(isp, customer, 'Monthly Unlimited')
    await eventually('the router carried the change out', () =>
      isp.inside(async () => {
        const change = await RouterCommand.query().where('kind', 'change').first()
        return change?.state === 'done' && change.outcome === 'changed'
      })
    )
    assert.strictEqual(phone.session, session, 'the same session')
    assert.deepInclude(connected.virtual.menus.rows('/queue/simple')[0], {
      'max-limit': '10000000/20000000',
    })
  })

  test('a quota that grows is read by a new login', async ({ assert, cleanup }) => {
    const { isp, phone, customer } = await somebodyOnWifi(cleanup)

    await give(isp, customer, 'Weekly')
    await eventually('10 GB', () => phone.session?.grant.totalLimit === 10n * GIB)
    await phone.transfer({ down: 1n * GIB })
    await give(isp, customer, 'Weekly')
    await eventually('19 GB remain', () => phone.session?.grant.totalLimit === 19n * GIB)

    const running = await isp.inside(() => Customer.query().preload('activation').firstOrFail())
    assert.equal(running.activation.octetsLimit, 20n * GIB)
  })
})

test.group('What runs low and what runs out', () => {
  test('one SMS when little is left, one when all is used, and the session ends', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, phone, customer } = await somebodyOnWifi(cleanup)
    await give(isp, customer, 'Day Pass')
    await eventually('online', () => phone.online)

    await phone.transfer({ down: 2n * GIB - GIB / 8n })
    await connected.virtual.clock.advance(130)
    await eventually('warned', () =>
      isp.inside(async () => (await eventsOf()).includes('low_balance'))
    )
    await connected.virtual.clock.advance(130)

    await phone.transfer({ down: 1n * GIB })
    await eventually('suspended', () =>
      isp.inside(async () => (await eventsOf()).includes('suspended'))
    )
    await eventually('offline', () => !phone.online)
    const events = await isp.inside(() => eventsOf())
    assert.deepEqual(events, ['low_balance', 'suspended'])
  })

  test('a package whose time is over suspends, and the session is {outcome}')
    .with([
      { suspendBy: 'disconnect', outcome: 'disconnected' },
      { suspendBy: 'logout', outcome: 'logged out' },
    ] as const)
    .run(async ({ assert, cleanup }, { suspendBy, outcome }) => {
      const { isp, connected, phone, customer } = await somebodyOnWifi(cleanup)
      const tenant = await Tenant.findOrFail(isp.tenant.id)
      await tenant.merge({ settings: { suspendBy } }).save()
      const activation = await give(isp, customer, '1 Hour Browse')
      await eventually('online', () => phone.online)
      await connected.virtual.settled()

      await isp.inside(async () => {
        const { transaction } = await app.container.make(Tenancy)
        await transaction
          .from('activations')
          .where('id', activation.id)
          .update({ expires_at: new Date() })
        await transaction.rawQuery('select platform.mark_due(?, now())', [isp.tenant.schema])
      })
      await eventually('offline', () => !phone.online)
      const [log] = await isp.inside(() => AutoSuspensionLog.all())
      assert.equal(log?.reason, 'time_limit_exceeds')
      const [ended] = await eventually('done', async () => {
        const commands = await commandsOf(isp, 'logout')
        return commands.every(({ state }) => state === 'done') && commands
      })
      assert.equal(ended?.outcome, outcome)

      await phone.browse()
      assert.isFalse(phone.online, 'RADIUS refuses it too')
    })
})

test.group('Devices of one number', () => {
  test('a package for two lets two phones in and pools their data', async ({ assert, cleanup }) => {
    const isp = await openIsp()
    const connected = await connectRouter(isp)
    cleanup(() => connected.virtual.stop())
    const [one, two] = [await connected.virtual.addPhone(), await connected.virtual.addPhone()]
    await one.join()
    await two.join()
    await isp.inside(() => Package.query().where('name', 'Day Pass').update({ deviceLimit: 2 }))

    const customer = await verifiedCustomer(isp, connected, one)
    await give(isp, customer, 'Day Pass')
    await eventually('the first is online', () => one.online)
    await one.transfer({ down: 1n * GIB })
    await connected.virtual.clock.advance(130)
    await verifiedCustomer(isp, connected, two, customer.mobile)

    await eventually('the second is online', () => two.online)
    assert.isTrue(one.online, 'and the first still is')
    assert.equal(two.session?.grant.totalLimit, 1n * GIB, 'with what the first has left')
  })

  test('changing phones again within the cooldown is refused', async ({ assert, cleanup }) => {
    const isp = await openIsp()
    const connected = await connectRouter(isp)
    cleanup(() => connected.virtual.stop())
    const phones = []
    for (let i = 0; i < 3; i += 1) {
      const phone = await connected.virtual.addPhone()
      await phone.join()
      phones.push(phone)
    }
    const [first, second, third] = phones
    if (!first || !second || !third) throw new Error('three phones')

    const customer = await verifiedCustomer(isp, connected, first)
    await verifiedCustomer(isp, connected, second, customer.mobile)
    const link = await app.container.make(LinkDevice)
    await assert.rejects(
      () => isp.inside(() => link.execute(customer, sightingOf(third, connected.router.id))),
      DeviceChangedRecently
    )
  })
})

async function eventsOf(): Promise<string[]> {
  const messages = await SmsMessage.query().orderBy('id')
  return messages.map(({ event }) => event)
}
