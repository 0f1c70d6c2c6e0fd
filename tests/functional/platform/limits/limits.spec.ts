import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { trustMobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'
import { CountActiveCustomers } from '#platform/plans/count_active_customers'
import { PlanUsage } from '#platform/plans/plan_usage'
import { LimitReached } from '#tenancy/plans/errors'
import Tenant from '#tenancy/models/tenant'
import { postMultipart } from '#tests/functional/customers/multipart'
import { grant } from '#tests/functional/platform/limits/stage'
import { move } from '#tests/functional/platform/states/stage'
import { deliver } from '#tests/support/deliver'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, routerAddress, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { Purchase } from '#tests/support/purchase'
import { redisKeysGone } from '#tests/support/redis_keys'
import { queuedMessage } from '#tests/support/sms_accounts'

const IMPORT = '/dashboard/customers/import'

function addRouter(owner: Visitor, name = `Zone ${routerAddress()}`) {
  return owner.submit(
    '/dashboard/routers/create',
    { name, address: routerAddress() },
    '/dashboard/routers'
  )
}

/** As many are active as the count is told. */
async function withActive(isp: Isp, activeCustomers: number): Promise<void> {
  isp.tenant = await Tenant.findOrFail(isp.tenant.id)
  await isp.tenant.merge({ activeCustomers }).save()
}

test.group('Limits | Routers', (group) => {
  let isp: Isp
  let owner: Visitor

  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  test('the page names the plan, the limit and the way out, and keeps what was typed', async ({
    assert,
  }) => {
    await grant(isp, { routers: 1 })
    assert.include(noticeOf(await addRouter(owner)), 'is added')
    const refused = await addRouter(owner, 'One too many')
    assert.include(noticeOf(refused), 'Your plan Growth includes 1 router')
    assert.include(refused.body, 'href="/dashboard/settings/plan"')
    assert.include(refused.body, 'value="One too many"')
  })

  test('of ten at once against room for one, one is added', async ({ assert }) => {
    const { routers: used } = await (await app.container.make(PlanUsage)).of(isp.tenant)
    await grant(isp, { routers: used + 1 })
    const added = await Promise.allSettled(Array.from({ length: 10 }, () => registerRouter(isp)))
    const refusals = added.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    assert.lengthOf(refusals, 9)
    for (const refusal of refusals) assert.instanceOf(refusal, LimitReached)
    assert.equal((await (await app.container.make(PlanUsage)).of(isp.tenant)).routers, used + 1)
  })

  test('beyond a smaller plan nothing is taken away, and what is there can be changed', async ({
    assert,
  }) => {
    await grant(isp, { routers: 0 })
    const path = /\/dashboard\/routers\/\d+/.exec((await owner.get('/dashboard/routers')).body)?.[0]
    const saved = await owner.submit(`${path}/edit`, { name: 'A new name' }, path)
    assert.include(text(saved.body), 'A new name')
    await grant(isp, { routers: null })
    assert.include(noticeOf(await addRouter(owner)), 'is added')
  })
})

test.group('Limits | Active customers', (group) => {
  let isp: Isp

  group.setup(async () => {
    isp = await openIsp()
  })

  test('who had a package that was no Trial in 30 days counts, once', async ({ assert }) => {
    const own = await openIsp({ gateways: false })
    const now = DateTime.utc()
    const had = [
      { who: 1, source: 'payment', from: 2, until: -5 },
      { who: 1, source: 'cash', from: 8, until: 2 },
      { who: 2, source: 'operator', from: 60, until: 29 },
      { who: 3, source: 'payment', from: 60, until: 31 },
      { who: 4, source: 'trial', from: 1, until: -1 },
      { who: 5, source: 'payment', from: 40, until: -20, suspended: 35 },
    ]
    await own.inside(async () => {
      for (const { who, source, from, until, suspended } of had) {
        const customer = await Customer.firstOrCreate({
          mobile: trustMobileNumber(`+880170000000${who}`),
        })
        await customer.$trx?.table('activations').insert({
          customer_id: customer.id,
          package_name: 'A package',
          source,
          price_minor: 0,
          currency: 'BDT',
          validity_seconds: 1,
          download_bps: 1,
          upload_bps: 1,
          starts_at: now.minus({ days: from }).toJSDate(),
          expires_at: now.minus({ days: until }).toJSDate(),
          suspended_at: suspended ? now.minus({ days: suspended }).toJSDate() : null,
          status: 'ended',
        })
      }
    })
    const count = await app.container.make(CountActiveCustomers)
    assert.equal(await count.execute(own.tenant), 2)
    assert.equal((await Tenant.findOrFail(own.tenant.id)).activeCustomers, 2)
  })

  test('at {active} of 100 the dashboard says so')
    .with([
      { active: 79, says: null },
      { active: 80, says: /80 of the 100 active customers/ },
      { active: 100, says: /You have 100 active customers; your plan Growth includes 100/ },
      { active: 120, says: /free trials and imports have stopped/ },
    ])
    .run(async ({ assert }, { active, says }) => {
      await grant(isp, { activeCustomers: 100 })
      await withActive(isp, active)
      const page = text((await (await operatorOf(isp)).get('/dashboard')).body)
      if (says) assert.match(page, says)
      else assert.notInclude(page, 'active customers of your plan')
    })

  test('far beyond the plan whoever pays is online, and no Trial and no import adds to it', async ({
    assert,
  }) => {
    await grant(isp, { activeCustomers: 10 })
    await withActive(isp, 12)
    const router = await registerRouter(isp)
    const newcomer = new Guest(isp, router)
    await newcomer.signIn()
    assert.isNull((await newcomer.customer()).activationId)
    const purchase = await Purchase.begin(new Guest(isp, router))
    await purchase.pay()
    await purchase.becomes('paid')

    const owner = await operatorOf(isp)
    const form = formOf(await owner.get(IMPORT), IMPORT)
    const file = Buffer.from('mobile\n01712345678\n')
    for (const path of [IMPORT, `${IMPORT}/confirm`]) {
      const page = await postMultipart(owner, path, form.fields, { file })
      assert.include(
        noticeOf(await owner.follow(page)),
        'Choose a larger plan to import more',
        path
      )
    }
    assert.isNull(await isp.inside(() => Customer.findBy('mobile', '+8801712345678')))
  })
})

test.group('Limits | SMS', (group) => {
  let isp: Isp

  group.setup(async () => {
    isp = await openIsp({ packages: false })
  })

  test('beyond the month codes go on for a fifth, the rest stops, Redis flushed or not', async ({
    assert,
  }) => {
    await grant(isp, { smsPerMonth: 5 })
    const send = async (event: 'otp' | 'welcome') => {
      const { error, status } = await deliver(isp, await queuedMessage(isp, { event }))
      return error ?? status
    }
    const first = await Promise.all(Array.from({ length: 10 }, () => send('welcome')))
    assert.deepEqual(first.toSorted(), [
      ...Array.from({ length: 5 }, () => 'monthly_cap'),
      ...Array.from({ length: 5 }, () => 'sent'),
    ])
    await redisKeysGone(`sms:month:${isp.tenant.id}`)
    assert.equal(await send('welcome'), 'monthly_cap')
    assert.equal(await send('otp'), 'sent', 'the sixth')
    assert.equal(await send('otp'), 'monthly_cap', 'the seventh')
    assert.equal((await (await app.container.make(PlanUsage)).of(isp.tenant)).smsPerMonth, 6)

    const owner = await operatorOf(isp)
    for (const path of ['/dashboard', '/dashboard/settings/sms']) {
      const page = text((await owner.get(path)).body)
      assert.include(page, '6 SMS are sent this month, far more than the 5 of your plan Growth')
    }
    const guest = new Guest(isp, await registerRouter(isp))
    assert.include(text((await guest.askForCode()).body), 'No more codes can be sent this month')
    await move(isp.tenant.id, 'active')
    await grant(isp, { smsPerMonth: null })
    assert.equal(await send('welcome'), 'sent')
  })
})
