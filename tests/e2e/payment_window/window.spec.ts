import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import { BlockCustomer } from '#hotspot/customers/block_customer'
import Customer from '#hotspot/customers/customer'
import Device from '#hotspot/customers/device'
import HotspotLog from '#hotspot/logs/hotspot_log'
import SmsMessage from '#messaging/sms_message'
import { OpenPaymentWindow } from '#hotspot/payment_window/open_payment_window'
import PaymentIntent from '#payments/intents/payment_intent'
import { parseMacAddress } from '#core/mac_address'
import { markDue } from '#tenancy/due_work'
import type { TenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'
import { eventually } from '#tests/support/eventually'
import { Guest, portalPage } from '#tests/support/guest'
import { connectRouter, openIsp, type ConnectedRouter, type Isp } from '#tests/support/isp'
import { Purchase } from '#tests/support/purchase'
import { give, verifiedCustomer } from '#tests/support/verified_customer'
import type { Phone } from '#tests/simulator/hotspot/phone'

type Cleanup = (stop: () => Promise<void>) => void

interface Scene {
  isp: Isp
  connected: ConnectedRouter
  phone: Phone
  customer: Customer
}

/** Somebody on the Wi-Fi without a package. */
async function scene(cleanup: Cleanup): Promise<Scene> {
  const isp = await openIsp()
  const connected = await connectRouter(isp)
  cleanup(() => connected.virtual.stop())
  const phone = await connected.virtual.addPhone()
  await phone.join()
  return { isp, connected, phone, customer: await verifiedCustomer(isp, connected, phone) }
}

/** What pressing Pay leaves behind. */
async function startPayment({ isp, phone, customer }: Scene, minutesAgo = 0): Promise<void> {
  await isp.inside(() =>
    PaymentIntent.create({
      reference: `r${Math.random().toString(36).slice(2)}`,
      customerId: customer.id,
      mobile: customer.mobile,
      offer: {},
      gateway: 'bkash',
      amountMinor: 3000,
      currency: 'BDT',
      state: 'pending',
      redirectUrl: 'https://gateway.test/pay',
      returnToken: 'x',
      mac: phone.mac,
      routerId: null,
      checks: 0,
      nextCheckAt: null,
      expiresAt: DateTime.utc().plus({ hours: 1 }),
      createdAt: DateTime.utc().minus({ minutes: minutesAgo }),
    })
  )
}

async function press({ isp, phone }: Scene): Promise<string> {
  const open = await app.container.make(OpenPaymentWindow)
  return isp.inside(async () => {
    const device = await Device.findByOrFail('mac', phone.mac)
    return (await open.execute(device.id)).outcome
  })
}

/** The time of the window is over, for us and for RADIUS. */
async function windowEnds({ isp, phone }: Scene): Promise<void> {
  const tenancy = await app.container.make(Tenancy)
  await isp.inside(async () => {
    await tenancy.transaction
      .from('devices')
      .where('mac', phone.mac)
      .update({ window_until: new Date() })
    await markDue(tenancy, DateTime.utc())
  })
  await eventually('the window is closed', () =>
    isp.inside(async () => {
      const row: unknown = await tenancy.transaction
        .from('devices')
        .whereNotNull('window_until')
        .first()
      return !row
    })
  )
}

const events = ({ isp }: Scene) =>
  isp.inside(async () => (await HotspotLog.query().orderBy('id')).map(({ event }) => event))

const settle = ({ tenant }: Isp, settings: Partial<TenantSettings>) =>
  tenant.merge({ settings: { ...tenant.settings, ...settings } }).save()

test.group('Payment window', () => {
  test('lets an unpaid phone out slowly and for its minutes only, through RADIUS', async ({
    assert,
    cleanup,
  }) => {
    const here = await scene(cleanup)
    const { phone, connected } = here
    await phone.browse()
    assert.isFalse(phone.online, 'RADIUS refuses it before')

    await startPayment(here)
    assert.equal(await press(here), 'open')
    await eventually('online', () => phone.online)
    assert.deepInclude(connected.virtual.menus.rows('/queue/simple')[0], {
      'max-limit': '512000/512000',
    })
    const seconds = phone.session?.grant.sessionTimeout ?? 0
    assert.isTrue(seconds > 290 && seconds <= 300, `${seconds} s`)
    assert.equal((await phone.browse('http://acs.bank.test/')).outcome, 'page')

    await connected.virtual.clock.advance(301)
    await eventually('the router itself ended it', () => !phone.online)
    await connected.virtual.settled()
    await windowEnds(here)
    await phone.browse()
    assert.isFalse(phone.online, 'and RADIUS refuses it again')
    assert.includeMembers(await events(here), ['payment_window', 'payment_window_closed'])
  })

  test('changes nothing of a suspended customer: standing, package and messages', async ({
    assert,
    cleanup,
  }) => {
    const here = await scene(cleanup)
    const { isp, phone, customer } = here
    const activation = await give(isp, customer, 'Day Pass')
    await eventually('online', () => phone.online)
    const tenancy = await app.container.make(Tenancy)
    await isp.inside(async () => {
      await tenancy.transaction
        .from('activations')
        .where('id', activation.id)
        .update({ expires_at: new Date() })
      await markDue(tenancy, DateTime.utc())
    })
    await eventually('suspended and offline', () => !phone.online)
    const before = await standing(here)

    await startPayment(here)
    assert.equal(await press(here), 'open')
    await eventually('online', () => phone.online)
    assert.deepEqual(await standing(here), before)
    await windowEnds(here)
    await eventually('offline', () => !phone.online)
    await phone.browse()
    assert.isFalse(phone.online)
    assert.deepEqual(await standing(here), before)
  })

  test('gives way to what is paid for at once, and its end ends nothing', async ({
    assert,
    cleanup,
  }) => {
    const here = await scene(cleanup)
    const { isp, phone, customer } = here
    await startPayment(here)
    await press(here)
    await eventually('online', () => phone.online)
    const slow = phone.session

    await give(isp, customer, 'Day Pass')
    await eventually('a session of the package', () => phone.online && phone.session !== slow)
    assert.equal(phone.session?.grant.totalLimit, 2n * 1024n ** 3n)
    assert.isAbove(phone.session?.grant.sessionTimeout ?? 0, 3600)

    await windowEnds(here)
    await phone.browse()
    assert.isTrue(phone.online)
    assert.notInclude(await events(here), 'payment_window_closed')
    assert.equal(await press(here), 'not_now', 'a package runs')
  })

  test('from the portal: start to pay, open it, pay, be online with the package', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp()
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const phone = await virtual.addPhone()
    await phone.join()
    const guest = new Guest(isp, router, parseMacAddress(phone.mac) ?? undefined)
    const page = await guest.comeBack()
    const purchase = await Purchase.begin(guest, 'Day Pass', page)
    assert.isFalse(phone.online)

    await guest.visitor.post(portalPage(page, '/payment-window'), {})
    await eventually('online in the window', () => phone.online)
    const ready = await eventually('the page leads on', async () => {
      const { body } = await guest.visitor.get(portalPage(page, '/payment-window'))
      return body.includes('Continue to payment') ? body : null
    })
    assert.notInclude(ready, 'Connect<')

    await purchase.pay()
    await purchase.becomes('paid')
    await eventually('the package', () => phone.session?.grant.totalLimit === 2n * 1024n ** 3n)
    const after = await guest.visitor.get(portalPage(page, '/payment-window'))
    assert.include(after.url, '/online')
  })

  test('is capped by number and by device, whichever comes first', async ({ assert, cleanup }) => {
    const here = await scene(cleanup)
    await settle(here.isp, { paymentWindowsPerDay: 2 })
    await startPayment(here)
    for (const outcome of ['open', 'open', 'capped']) {
      assert.equal(await press(here), outcome)
      await windowEnds(here)
    }

    const other = await verifiedCustomer(here.isp, here.connected, here.phone)
    await startPayment({ ...here, customer: other })
    assert.equal(await press(here), 'capped', 'another number on the same phone')

    const second = await here.connected.virtual.addPhone()
    await second.join()
    await settle(here.isp, { replacementCooldownMinutes: 0 })
    await verifiedCustomer(here.isp, here.connected, second, here.customer.mobile)
    await startPayment({ ...here, phone: second })
    assert.equal(await press({ ...here, phone: second }), 'capped', 'another phone of the number')
  })

  test('pressed many times at once, it opens once', async ({ assert, cleanup }) => {
    const here = await scene(cleanup)
    await startPayment(here)
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => press(here)))
    assert.deepEqual(new Set(outcomes), new Set(['open']))
    const opened = (await events(here)).filter((event) => event === 'payment_window')
    assert.lengthOf(opened, 1)
  })

  test('{why}: no window')
    .with([
      { why: 'no payment was started', prepare: async () => {} },
      {
        why: 'the payment was started an hour ago',
        prepare: (here: Scene) => startPayment(here, 61),
      },
      {
        why: 'it was started on another phone',
        prepare: async (here: Scene) => {
          await startPayment(here)
          await here.isp.inside(() => PaymentIntent.query().update({ mac: '02:AA:AA:AA:AA:AA' }))
        },
      },
      {
        why: 'the payment is decided',
        prepare: async (here: Scene) => {
          await startPayment(here)
          await here.isp.inside(() => PaymentIntent.query().update({ state: 'failed' }))
        },
      },
      {
        why: 'the customer is blocked',
        prepare: async (here: Scene) => {
          await startPayment(here)
          await here.isp.inside(() => Customer.query().update({ status: 'blocked' }))
        },
      },
      {
        why: 'the ISP has switched it off',
        prepare: async (here: Scene) => {
          await startPayment(here)
          await settle(here.isp, { paymentWindow: false })
        },
      },
    ])
    .run(async ({ assert, cleanup }, { prepare }) => {
      const here = await scene(cleanup)
      await prepare(here)
      assert.equal(await press(here), 'not_now')
      await here.phone.browse()
      assert.isFalse(here.phone.online)
    })

  test('one who is blocked while it is open is taken off and stays out', async ({
    assert,
    cleanup,
  }) => {
    const here = await scene(cleanup)
    await startPayment(here)
    await press(here)
    await eventually('online', () => here.phone.online)
    const block = await app.container.make(BlockCustomer)
    await here.isp.inside(() => block.execute(here.customer.id))
    await eventually('taken off', () => !here.phone.online)
    await here.phone.browse()
    assert.isFalse(here.phone.online)
  })

  test('a phone that changes hands does not take the window along', async ({ assert, cleanup }) => {
    const here = await scene(cleanup)
    await startPayment(here)
    await press(here)
    await eventually('online', () => here.phone.online)
    await verifiedCustomer(here.isp, here.connected, here.phone)
    await eventually('the session is ended', () => !here.phone.online)
    await here.phone.browse()
    assert.isFalse(here.phone.online)
  })
})

async function standing({ isp, customer }: Scene) {
  return isp.inside(async () => {
    const { status, suspendReason, activationId, trialUsedAt } = await Customer.findOrFail(
      customer.id
    )
    const activations = await Activation.query().where('customer_id', customer.id)
    const messages = await SmsMessage.query().where('customer_id', customer.id)
    return {
      status,
      suspendReason,
      activationId,
      trialUsedAt,
      activations: activations.map((each) => [each.id, each.status, each.source]),
      messages: messages.map(({ event }) => event),
    }
  })
}
