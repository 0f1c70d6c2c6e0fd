import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import Package from '#hotspot/packages/package'
import Voucher from '#hotspot/vouchers/voucher'
import { FeatureNotInPlan } from '#tenancy/plans/errors'
import { grant, onPlan } from '#tests/functional/platform/limits/stage'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { deliver } from '#tests/support/deliver'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { openProviders, queuedMessage, type Providers } from '#tests/support/sms_accounts'

const VOUCHERS = '/dashboard/vouchers'
const EXPORT = '/dashboard/reports/export'
const SMS = '/dashboard/settings/sms'
const WAY_OUT = 'href="/dashboard/settings/plan"'

/** Sends what no page has a form for any more, and looks at where that leads. */
async function post(visitor: Visitor, path: string, form: Record<string, string>, from: string) {
  const { _csrf: token = '' } = formOf(await visitor.get('/dashboard'), '/logout').fields
  const page = await visitor.browser.visit(visitor.host, path, {
    method: 'POST',
    form: { ...form, _csrf: token },
    headers: { referer: `http://${visitor.host}${from}` },
  })
  return visitor.follow(page)
}

test.group('Features | Vouchers', (group) => {
  let isp: Isp
  let owner: Visitor
  let batch: string
  let day: string

  group.setup(async () => {
    isp = await openIsp()
    owner = await operatorOf(isp)
    day = String((await isp.inside(() => Package.findByOrFail('name', 'Day Pass'))).id)
    const made = await owner.send(
      `${VOUCHERS}/create`,
      { package_id: day, count: '2', label: 'Before' },
      VOUCHERS
    )
    batch = made.headers.location ?? ''
    await onPlan(isp, 'starter')
  })

  const make = () =>
    post(owner, VOUCHERS, { package_id: day, count: '5', label: 'After' }, `${VOUCHERS}/create`)
  const made = () => isp.inside(async () => (await Voucher.query().where('batch', 'After')).length)

  test('on a plan without them none are made, and the page says why and what to do', async ({
    assert,
  }) => {
    const refused = await make()
    const said = noticeOf(refused)
    assert.include(said, 'part of Growth and Pro, not of your plan Starter')
    assert.include(said, 'See plans and payment')
    assert.include(refused.body, WAY_OUT)
    assert.equal(await made(), 0)
  })

  test('the entry stays, with a mark that leads to the plans for who may choose one', async ({
    assert,
  }) => {
    for (const path of [VOUCHERS, `${VOUCHERS}/create`]) {
      const page = await owner.get(path)
      assert.include(text(page.body), 'In Growth and Pro', path)
      assert.include(page.body, WAY_OUT, path)
    }
    const manager = await operatorOf(isp, 'manager')
    const page = await manager.get(`${VOUCHERS}/create`)
    assert.include(text(page.body), 'An owner of the account can change the plan')
    assert.notInclude(page.body, WAY_OUT)
  })

  test('those made before are printed and redeemed', async ({ assert }) => {
    assert.equal((await fetchedBy(owner, `${batch}/sheet.pdf`)).status, 200)
    const voucher = await isp.inside(() => Voucher.query().where('batch', 'Before').firstOrFail())
    const guest = new Guest(isp, await registerRouter(isp))
    const home = await guest.signIn()
    const form = await guest.visitor.get(portalPage(home, '/voucher'))
    const code = voucher.code(isp.tenant.id)
    const online = await guest.visitor.submit(form, '/voucher', { code })
    assert.include(text(online.body), 'Day Pass')
    assert.isNotNull((await guest.customer()).activationId)
  })

  test('an admin’s grant brings them back, beside the plan', async ({ assert }) => {
    await grant(isp, {}, ['vouchers'])
    assert.include(noticeOf(await make()), '5')
    assert.equal(await made(), 5)
    assert.notInclude(text((await owner.get(VOUCHERS)).body), 'In Growth and Pro')
    assert.include(text((await owner.get(EXPORT)).body), 'In Growth and Pro', 'and nothing else')
  })
})

test.group('Features | Accounting', (group) => {
  let isp: Isp
  let owner: Visitor

  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
    await onPlan(isp, 'starter')
  })

  test('no file is handed out and no statement compared, and receipts stay', async ({ assert }) => {
    const page = await owner.get(EXPORT)
    assert.include(text(page.body), 'In Growth and Pro')
    assert.notInclude(page.body, 'money.csv')

    const referer = `http://${owner.host}${EXPORT}`
    const file = await owner.follow(await owner.get('/dashboard/reports/money.csv', { referer }))
    const compared = await post(
      owner,
      '/dashboard/reports/gateways/compare',
      { gateway: 'bkash BDT' },
      '/dashboard/reports/gateways'
    )
    for (const refused of [file, compared]) {
      assert.include(noticeOf(refused), 'part of Growth and Pro, not of your plan Starter')
      assert.include(refused.body, WAY_OUT)
    }
    for (const path of ['/dashboard/reports', '/dashboard/receipts']) {
      assert.equal((await owner.get(path)).status, 200, path)
    }
    const receipts = await fetchedBy(owner, '/dashboard/receipts.csv')
    assert.match(String(receipts.headers['content-type']), /^text\/csv/)
  })

  test('on a larger plan the file is there at once', async ({ assert }) => {
    await onPlan(isp, 'growth')
    const { headers } = await fetchedBy(owner, '/dashboard/reports/money.csv')
    assert.match(String(headers['content-type']), /^text\/csv/)
    await onPlan(isp, 'starter')
  })
})

test.group('Features | A second SMS account', (group) => {
  let isp: Isp
  let owner: Visitor
  let providers: Providers

  group.setup(async () => {
    providers = await openProviders()
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
    return () => providers.close()
  })
  group.each.setup(async () => {
    await isp.inside(() => SmsGatewayAccount.query().delete())
  })

  const connect = async (provider: 'alpha' | 'twilio', enabled = true) => {
    const save = await app.container.make(SaveSmsGateway)
    const credentials = providers.credentials[provider]
    const form = { provider, environment: 'live' as const, enabled, credentials }
    return isp.inside(() => save.execute(isp.tenant, form))
  }
  const inUse = () =>
    isp.inside(async () => {
      const accounts = await SmsGatewayAccount.query().where('enabled', true).orderBy('provider')
      return accounts.map(({ provider }) => provider)
    })

  test('is refused beside the one in use, and kept switched off', async ({ assert }) => {
    await onPlan(isp, 'starter')
    await connect('alpha')
    const refused = await owner.submit(`${SMS}/twilio`, providers.credentials.twilio)
    assert.include(noticeOf(refused), 'Your plan Starter has one SMS account in use at a time')
    assert.include(refused.body, WAY_OUT)
    assert.include(refused.body, 'value="+15005550006"', 'what was typed')
    assert.include(text((await owner.get(SMS)).body), 'In Growth and Pro')
    assert.deepEqual(await inUse(), ['alpha'])

    await connect('twilio', false)
    await connect('alpha', false)
    await connect('twilio')
    assert.deepEqual(await inUse(), ['twilio'], 'one after the other')
  })

  test('that was set up before goes on sending, and can be changed', async ({ assert }) => {
    await onPlan(isp, 'growth')
    await connect('alpha')
    await connect('twilio')
    await onPlan(isp, 'starter')
    const saved = await owner.submit(`${SMS}/twilio`, {})
    assert.include(noticeOf(saved), 'The SMS account is saved')
    assert.deepEqual(await inUse(), ['alpha', 'twilio'])

    providers.alpha.setBalance(providers.apiKey, 0)
    const message = await deliver(isp, await queuedMessage(isp))
    assert.deepInclude(message.$attributes, { status: 'sent', provider: 'twilio' })
    providers.alpha.setBalance(providers.apiKey, 1000)
  })

  test('of two connected at once, one is in use', async ({ assert }) => {
    await onPlan(isp, 'starter')
    const outcomes = await Promise.allSettled([connect('alpha'), connect('twilio')])
    const refusals = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    assert.lengthOf(refusals, 1)
    assert.instanceOf(refusals[0], FeatureNotInPlan)
    assert.lengthOf(await inUse(), 1)
  })
})
