import { test } from '@japa/runner'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { unseal } from '#tenancy/sealed'
import { hostOf, visit } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const GATEWAYS = '/dashboard/settings/gateways'
const page = (provider: string) => `${GATEWAYS}/payment/${provider}`
const BKASH = page('bkash')
const ACCOUNT = {
  username: 'merchant-one',
  password: 'pw-never-shown',
  app_key: 'key-never-shown',
  app_secret: 'secret-never-shown',
}

let isp: Isp
let owner: Visitor

async function open(): Promise<void> {
  isp = await openIsp({ packages: false, gateways: false })
  owner = await operatorOf(isp)
}

const disconnectAll = () => isp.inside(() => PaymentGatewayAccount.query().delete())

function account(provider = 'bkash'): Promise<PaymentGatewayAccount> {
  return isp.inside(() => PaymentGatewayAccount.findByOrFail('provider', provider))
}

async function credentials(provider = 'bkash'): Promise<unknown> {
  return unseal((await account(provider)).credentials, isp.tenant.id, 'payment credentials')
}

test.group('Payments | The form of a gateway', (group) => {
  group.setup(open)
  group.each.setup(async () => void (await disconnectAll()))

  test('an account is connected, sealed, and what was entered is never shown again', async ({
    assert,
  }) => {
    const saved = await owner.submit(BKASH, { ...ACCOUNT, environment: 'live' })
    assert.include(noticeOf(saved), 'The gateway is saved')
    assert.match(text(saved.body), /Entered on [\w, ]*20\d\d/)
    assert.deepEqual(await credentials(), ACCOUNT)
    assert.isTrue((await account()).enabled, 'the box was ticked')

    const paths = [BKASH, GATEWAYS, '/dashboard/logs?tab=activity', '/dashboard']
    for (const path of paths) {
      const { body } = await owner.get(path)
      assert.notInclude(body, 'never-shown', path)
      assert.notInclude(body, 'merchant-one', path)
    }
    const stored = await asOwner(`select * from ${isp.tenant.schema}.payment_gateways`)
    const logged = await asOwner(`select * from ${isp.tenant.schema}.activity_log`)
    assert.include(JSON.stringify(stored), 'bkash')
    assert.include(JSON.stringify(logged), 'gateway.saved')
    for (const rows of [stored, logged]) {
      assert.notMatch(JSON.stringify(rows), /never-shown|merchant-one/)
    }
  })

  test('fields left empty keep what is stored, and when it was entered', async ({ assert }) => {
    await owner.submit(BKASH, { ...ACCOUNT, environment: 'live' })
    await isp.inside(() =>
      PaymentGatewayAccount.query().update({ entered_at: new Date('2026-01-02T03:04:05Z') })
    )
    await owner.submit(BKASH, { environment: 'live', enabled: undefined })
    assert.deepEqual(await credentials(), ACCOUNT)
    const kept = await account()
    assert.isFalse(kept.enabled)
    assert.equal(kept.enteredAt.year, 2026)
    assert.equal(kept.enteredAt.month, 1)

    await owner.submit(BKASH, { app_key: 'another key', environment: 'sandbox' })
    assert.deepEqual(await credentials(), { ...ACCOUNT, app_key: 'another key' })
    assert.notEqual((await account()).enteredAt.month, 1)
    assert.include(text((await owner.get(BKASH)).body), 'in test mode')
  })

  test('what is missing is said at its field, what was typed stays, secrets do not', async ({
    assert,
  }) => {
    const refused = await owner.submit(BKASH, { username: 'merchant-two', password: 'pw-never-x' })
    assert.isNotEmpty(errorAt(refused, 'app_key'))
    assert.isNotEmpty(errorAt(refused, 'app_secret'))
    assert.isUndefined(errorAt(refused, 'username'))
    assert.equal(formOf(refused, BKASH).fields.username, 'merchant-two')
    assert.notInclude(refused.body, 'never-x')
    assert.isEmpty(await isp.inside(() => PaymentGatewayAccount.all()))
  })

  test('a field that need not be there can be emptied', async ({ assert }) => {
    const keys = { key_id: 'rzp_test_1', key_secret: 'never-shown', business_name: 'GreenNet' }
    const fields = { ...keys, email: 'a@greennet.test', webhook_secret: 'hook-never-shown' }
    const razorpay = page('razorpay')
    const sandbox = { environment: 'sandbox', enabled: undefined }
    await owner.submit(razorpay, { ...fields, ...sandbox })
    assert.include(text((await owner.get(razorpay)).body), 'Remove: Webhook secret')
    await owner.submit(razorpay, { 'forget[]': 'webhook_secret', ...sandbox })
    assert.deepEqual(await credentials('razorpay'), { ...keys, email: 'a@greennet.test' })

    const required = await owner.submit(razorpay, { 'forget[]': 'key_id', ...sandbox })
    assert.isNotEmpty(errorAt(required, 'key_id'))
  })

  test('a gateway that takes no money of this ISP’s is not switched on', async ({ assert }) => {
    const fields = { consumer_key: 'a', consumer_secret: 'b', shortcode: '174379', passkey: 'c' }
    const mpesa = page('mpesa')
    assert.include(noticeOf(await owner.get(mpesa)), 'M-Pesa takes no BDT, only KES')
    const refused = await owner.submit(mpesa, { ...fields, enabled: '1' })
    assert.include(errorAt(refused, 'enabled'), 'M-Pesa takes no BDT, only KES')
    assert.isEmpty(await isp.inside(() => PaymentGatewayAccount.all()))

    await owner.submit(mpesa, { ...fields, enabled: undefined })
    assert.isFalse((await account('mpesa')).enabled, 'the account may be entered')
    assert.include(text((await owner.get(GATEWAYS)).body), 'Takes only KES')
  })

  test('{title} are refused: the badge would lie')
    .with([
      { title: 'keys for tests as live', secret_key: 'rk_test_1', environment: 'live' },
      { title: 'keys for real money as tests', secret_key: 'sk_live_1', environment: 'sandbox' },
    ])
    .run(async ({ assert }, { title: _title, ...fields }) => {
      const stripe = page('stripe')
      const refused = await owner.submit(stripe, { ...fields, webhook_secret: 'whsec_1' })
      assert.include(errorAt(refused, 'environment'), 'These keys')
      assert.isEmpty(await isp.inside(() => PaymentGatewayAccount.all()))
    })

  test('minimum and fee are kept in minor units', async ({ assert }) => {
    const offer = { minimum: '50.50', fee_percent: '1.85', fee_fixed: '5' }
    const saved = await owner.submit(BKASH, { ...ACCOUNT, ...offer })
    const { minimumMinor, feeBasisPoints, feeMinor } = await account()
    assert.deepEqual([minimumMinor, feeBasisPoints, feeMinor], [5050, 185, 500])
    const { fields } = formOf(saved, BKASH)
    assert.deepEqual(
      [fields.minimum, fields.fee_percent, fields.fee_fixed],
      ['50.50', '1.85', '5.00']
    )
    assert.include(text((await owner.get(GATEWAYS)).body), '৳50.50 1.85% + ৳5')

    await owner.submit(BKASH, { minimum: '', fee_percent: '', fee_fixed: '' })
    const emptied = await account()
    assert.deepEqual([emptied.minimumMinor, emptied.feeBasisPoints, emptied.feeMinor], [0, 0, 0])
  })

  test('refuses {field} {value}')
    .with([
      { field: 'minimum', value: '0.50' },
      { field: 'minimum', value: '10.005' },
      { field: 'minimum', value: '-1' },
      { field: 'minimum', value: '1e3' },
      { field: 'fee_percent', value: '101' },
      { field: 'fee_percent', value: '1.855' },
      { field: 'fee_fixed', value: 'five' },
      { field: 'environment', value: 'staging' },
    ])
    .run(async ({ assert }, { field, value }) => {
      const refused = await owner.submit(BKASH, { ...ACCOUNT, [field]: value })
      assert.isNotEmpty(errorAt(refused, field))
      assert.isEmpty(await isp.inside(() => PaymentGatewayAccount.all()))
    })
})

test.group('Payments | Who reaches the form of a gateway', (group) => {
  group.setup(async () => {
    await open()
    await disconnectAll()
    await owner.submit(BKASH, ACCOUNT)
  })

  test('a {role} reads it, and is refused every change')
    .with([{ role: 'cashier' }, { role: 'support' }] as const)
    .run(async ({ assert }, { role }) => {
      const person = await operatorOf(isp, role)
      const seen = await person.get(BKASH)
      assert.equal(seen.status, 200)
      assert.notInclude(seen.body, 'Disconnect bKash?')
      const { _csrf: token = '' } = formOf(seen, BKASH).fields
      const form = { ...ACCOUNT, environment: 'sandbox', direction: 'up', _csrf: token }
      for (const act of ['', '/check', '/move', '/notices', '/disconnect']) {
        const options = { method: 'POST', form } as const
        const { status } = await person.browser.visit(person.host, `${BKASH}${act}`, options)
        assert.equal(status, 403, act)
      }
      assert.equal((await account()).environment, 'live')
    })

  test('people of another ISP and nobody at all get no page of it', async ({ assert }) => {
    const stranger = await operatorOf(await openIsp({ packages: false, gateways: false }))
    const { status, headers } = await stranger.browser.visit(hostOf(isp.tenant), BKASH)
    assert.notEqual(status, 200)
    assert.notEqual(headers.location, BKASH)
    assert.notEqual((await visit(hostOf(isp.tenant), BKASH)).status, 200)
  })

  test('there is no gateway at {path}')
    .with(['nobody', 'bulksmsbd', '__proto__'].map((path) => ({ path })))
    .run(async ({ assert }, { path }) => {
      assert.equal((await owner.get(page(path))).status, 404)
    })

  test('what is not connected cannot be {act}')
    .with(['check', 'move', 'notices', 'disconnect'].map((act) => ({ act })))
    .run(async ({ assert }, { act }) => {
      const { _csrf: token = '' } = formOf(await owner.get(BKASH), BKASH).fields
      const form = { _csrf: token, direction: 'up' }
      const path = `${page('nagad')}/${act}`
      const { status } = await owner.browser.visit(owner.host, path, { method: 'POST', form })
      assert.equal(status, 404)
    })
})
