import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import { octets } from '#core/octets'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Package from '#hotspot/packages/package'
import SmsMessage from '#messaging/sms_message'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import app from '@adonisjs/core/services/app'
import { commandsOf, reread, somebodyOnWifi, tryAgainNow } from '#tests/e2e/trade/on_wifi'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { text } from '#tests/support/forms'
import { operatorOf } from '#tests/support/operator'
import { PageVisitor } from '#tests/support/page_visitor'
import { radiusRowsOf } from '#tests/support/radius_rows'
import { give, verifiedCustomer } from '#tests/support/verified_customer'

const GIB = 1024n ** 3n

test.group('Coming back to the Wi-Fi', () => {
  test('with a package that runs: nothing typed, active/login called, online', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, phone, customer } = await somebodyOnWifi(cleanup)
    await give(isp, customer, 'Day Pass')
    await eventually('online', () => phone.online)
    /** So that the router cannot let it in by itself. */
    const set = await connected.virtual.configure(
      '/ip hotspot profile set [find] login-by=http-pap'
    )
    assert.isFalse(set.some(({ failed }) => failed))
    phone.leave()
    await connected.virtual.clock.advance(600)
    await eventually('the router noticed it left', () => phone.session === undefined)
    const before = (await commandsOf(isp, 'login')).length

    await phone.join()
    const redirect = await phone.browse()
    assert.equal(redirect.outcome, 'portal')
    const page = await new PageVisitor().get(redirect.url)
    assert.include(page.url, '/online')
    assert.include(page.body, 'Day Pass')
    assert.notInclude(page.body, 'name="mobile"')
    await eventually('online again', () => phone.online)
    const logins = async () => (await commandsOf(isp, 'login')).slice(before)
    await eventually('the router said so', async () => (await logins())[0]?.state === 'done')
    const [login, ...others] = await logins()
    /** Where the answer to the login came too late, it was asked once more. */
    assert.match(login?.outcome ?? '', /^(logged_in|already_active)$/)
    assert.lengthOf(others, 0)
    const log = await isp.inside(() => HotspotLog.findByOrFail('event', 'auto_login'))
    assert.equal(log.mac, phone.mac)
  })

  test('suspended: one SMS, the account page with packages, and nobody is let in', async ({
    assert,
    cleanup,
  }) => {
    const { isp, phone, customer } = await somebodyOnWifi(cleanup)
    await give(isp, customer, 'Day Pass')
    await eventually('online', () => phone.online)
    await phone.transfer({ down: 3n * GIB })
    await eventually('suspended', async () => (await reread(isp, customer)).status === 'suspended')
    await eventually('offline', () => !phone.online)

    for (let visits = 0; visits < 3; visits += 1) {
      const { url } = await phone.browse()
      const page = await new PageVisitor().get(url)
      assert.include(page.url, '/packages')
      assert.include(page.body, 'You have used all the data of your package')
      assert.include(page.body, 'Weekly')
    }
    const told = await isp.inside(() => SmsMessage.query().where('event', 'buy_package'))
    assert.lengthOf(told, 1)
    assert.isFalse(phone.online)
  })

  test('on a new phone: by a code it takes the place of the old one, with what is left', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, phone: old, customer } = await somebodyOnWifi(cleanup)
    await give(isp, customer, 'Day Pass')
    await eventually('online', () => old.online)
    await old.transfer({ down: GIB / 2n })
    const fresh = await connected.virtual.addPhone()
    await fresh.join()

    const visitor = new PageVisitor()
    const numberPage = await visitor.get((await fresh.browse()).url)
    const codePage = await visitor.submit(numberPage, '/number', { mobile: customer.mobile })
    const code = await codeSentTo(customer.mobile)
    const page = await visitor.submit(codePage, '/code', { code })
    assert.include(page.body, 'Day Pass')

    await eventually('the old one is out', () => !old.online)
    await eventually('the new one is in', () => fresh.online)
    await old.browse()
    assert.isFalse(old.online, 'RADIUS refuses the old one')
    assert.equal((await reread(isp, customer)).activation.octetsUsed, GIB / 2n, 'to the byte')
    assert.equal(fresh.session?.grant.totalLimit, (3n * GIB) / 2n, 'what remains, not more')
    assert.lengthOf(await isp.inside(() => radiusRowsOf(old.mac)), 0)
    assert.isNotEmpty(await isp.inside(() => radiusRowsOf(fresh.mac)))
    const logs = await isp.inside(() => HotspotLog.query().where('customer_id', customer.id))
    const said = logs.map(({ event, mac }) => `${event} ${mac}`)
    assert.includeMembers(said, [`device_replaced ${old.mac}`, `device_linked ${fresh.mac}`])
  })
})

test.group('A phone that proves another number', () => {
  test('what it used until then stays the first number’s, to the byte', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, phone, customer } = await somebodyOnWifi(cleanup)
    await give(isp, customer, 'Day Pass')
    await eventually('online', () => phone.online)
    await phone.transfer({ down: GIB / 4n, up: 1000n })
    /** RADIUS knows the beginning of a session to the second. */
    await sleep(1500)

    const second = await verifiedCustomer(isp, connected, phone)
    await eventually('out with the first number’s package', () => !phone.online)
    await give(isp, second, 'Weekly')
    await eventually('in with the second’s', () => phone.session?.grant.totalLimit === 10n * GIB)
    await phone.transfer({ down: 5000n })
    await connected.virtual.clock.advance(130)

    const used = async (of: typeof customer) => (await reread(isp, of)).activation.octetsUsed
    await eventually('counted', async () => (await used(second)) === 5000n)
    assert.equal(await used(customer), GIB / 4n + 1000n)
  })
})

test.group('A change that the router does not take', () => {
  test('refused (NAK): kept with its reason, and the phone is logged in anew', async ({
    assert,
    cleanup,
  }) => {
    const { isp, connected, phone, customer } = await somebodyOnWifi(cleanup)
    await give(isp, customer, '1 Hour Browse')
    await eventually('online', () => phone.online)
    await connected.virtual.settled()
    const session = phone.session
    /** What the router said of the session and what it knows are two things now. */
    const tenancy = await app.container.make(Tenancy)
    await isp.inside(() =>
      tenancy.transaction.from('radacct').update({ framedipaddress: '10.99.99.99' })
    )

    await give(isp, customer, 'Monthly Unlimited')
    await eventually('done', async () => (await commandsOf(isp, 'change'))[0]?.state === 'done')
    const [change] = await commandsOf(isp, 'change')
    assert.match(change?.outcome ?? '', /^CoA-NAK \(.+\); logged_in/)
    const page = await (await operatorOf(isp, 'support')).get('/dashboard/outbox?kind=change')
    assert.match(text(page.body), /CoA-NAK \(.+\); logged_in/, 'and an operator sees it')
    assert.notStrictEqual(phone.session, session)
    assert.equal(phone.session?.grant.rateLimitText, '10M/20M')
  })

  test('unanswered: said so, tried again, and done once the router listens', async ({
    assert,
    cleanup,
  }) => {
    const scene = await somebodyOnWifi(cleanup)
    const { isp, connected, phone, customer } = scene
    await give(isp, customer, '1 Hour Browse')
    await eventually('online', () => phone.online)
    await connected.virtual.settled()
    const session = phone.session
    await connected.virtual.configure('/radius incoming set accept=no')

    await give(isp, customer, 'Monthly Unlimited')
    const change = async () => (await commandsOf(isp, 'change'))[0]
    await eventually('tried once', async () => (await change())?.lastError !== null, 30)
    assert.include((await change())?.lastError, 'did not answer the change')
    assert.equal((await change())?.state, 'pending')

    await connected.virtual.configure('/radius incoming set accept=yes')
    await tryAgainNow(scene)
    await eventually('done', async () => (await change())?.outcome === 'changed', 30)
    assert.isAbove((await change())?.attempts ?? 0, 1)
    assert.strictEqual(phone.session, session, 'without an interruption')
  }).timeout(60_000)
})

test.group('Suspension, to the second', () => {
  test('time: within seconds of the end, by Disconnect', async ({ assert, cleanup }) => {
    const { isp, phone, customer } = await somebodyOnWifi(cleanup)
    const activation = await giveShort(isp, customer.id, 8)
    await eventually('online', () => phone.online)
    await eventually(
      'suspended',
      async () => (await reread(isp, customer)).status === 'suspended',
      20
    )
    await eventually('offline', () => !phone.online)
    const log = await isp.inside(() => AutoSuspensionLog.findByOrFail('customer_id', customer.id))
    assert.equal(log.reason, 'time_limit_exceeds')
    const late = log.suspendedAt.diff(activation.expiresAt).as('seconds')
    assert.isAtLeast(late, 0)
    assert.isBelow(late, 4)
  })

  test(
    'left to the router: its own limit of {limit} ends the session, and we suspend and tell it nothing'
  )
    .with([
      { limit: 'data', reason: 'volume_limit_exceeds' as const },
      { limit: 'time', reason: 'time_limit_exceeds' as const },
    ])
    .run(async ({ assert, cleanup }, { limit, reason }) => {
      const { isp, connected, phone, customer } = await somebodyOnWifi(cleanup)
      const tenant = await Tenant.findOrFail(isp.tenant.id)
      await tenant.merge({ settings: { suspendBy: 'router' } }).save()
      if (limit === 'time') await giveShort(isp, customer.id, 8)
      else await give(isp, customer, 'Day Pass')
      await eventually('online', () => phone.online)

      if (limit === 'time') await connected.virtual.clock.advance(10)
      else await phone.transfer({ down: 3n * GIB })
      await eventually('the router ended it', () => !phone.online)
      await eventually(
        'suspended',
        async () => (await reread(isp, customer)).suspendReason === reason,
        20
      )
      assert.lengthOf(await commandsOf(isp, 'logout'), 0)
      await phone.browse()
      assert.isFalse(phone.online, 'and RADIUS refuses it')
    })
})

test.group('A burst', () => {
  test('reaches the router as a rate limit with its burst, threshold and time', async ({
    assert,
    cleanup,
  }) => {
    const { isp, phone, customer } = await somebodyOnWifi(cleanup)
    await isp.inside(async () => {
      const sold = await Package.findByOrFail('name', 'Day Pass')
      await sold
        .merge({ burstDownloadBps: 20_000_000, burstUploadBps: 8_000_000, burstSeconds: 15 })
        .save()
    })
    await give(isp, customer, 'Day Pass')
    await eventually('online', () => phone.online)
    assert.match(phone.session?.grant.rateLimitText ?? '', /^5M\/10M 8M\/20M \S+ 15\/15/)
  })
})

/** A package of so many seconds and a gigabyte. */
async function giveShort(isp: Parameters<typeof give>[0], customerId: number, seconds: number) {
  const activate = await app.container.make(ActivatePackage)
  return isp.inside(async () => {
    const sold = await Package.findByOrFail('name', 'Day Pass')
    const offer = { ...offerOf(sold), validitySeconds: seconds, octetsLimit: String(octets(GIB)) }
    return activate.execute(customerId, offer, 'payment')
  })
}
