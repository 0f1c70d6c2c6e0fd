import { test } from '@japa/runner'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import Activity from '#tenancy/activity/activity'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { SMS_ACCOUNT, world } from '#tests/support/world'

const SMS = '/dashboard/settings/sms'
const BULK = `${SMS}/bulksmsbd`
const CREDENTIALS = { api_key: SMS_ACCOUNT.apiKey, sender_id: SMS_ACCOUNT.senderIds[0] ?? '' }

let isp: Isp
let owner: Visitor

const accounts = () => isp.inside(() => SmsGatewayAccount.query().orderBy('position'))
const acts = () =>
  isp.inside(async () => (await Activity.query().orderBy('id')).map(({ action }) => action))

function connect(changes: Record<string, string | undefined> = {}) {
  return owner.submit(BULK, { ...CREDENTIALS, environment: 'live', ...changes })
}

/** Accounts nobody sends by, so that nothing of theirs is asked. */
async function switchedOff(...providers: string[]): Promise<void> {
  const credentials = 'sealed'
  await isp.inside(async () => {
    for (const [at, provider] of providers.entries()) {
      await SmsGatewayAccount.create({ provider, credentials, enabled: false, position: at + 1 })
    }
  })
}

test.group('Messaging | Settings', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })
  group.each.setup(async () => {
    await isp.inside(() => SmsGatewayAccount.query().delete())
  })
  group.each.teardown(() => world().sms.control.clearFaults())

  test('an account is connected, sealed, and what was entered is never shown again', async ({
    assert,
  }) => {
    assert.include(text((await owner.get(SMS)).body), 'No SMS account yet')
    const page = await connect()
    assert.include(noticeOf(page), 'The SMS account is saved')
    const shown = [page.body, (await owner.get(SMS)).body]
    const kept = JSON.stringify(await asOwner(`select * from ${isp.tenant.schema}.sms_gateways`))
    for (const where of [...shown, kept]) {
      assert.include(where, 'bulksmsbd')
      assert.notInclude(where, SMS_ACCOUNT.apiKey)
    }
    assert.deepEqual(await acts(), ['sms_account.saved'])

    await connect({ api_key: undefined, sender_id: undefined, enabled: undefined })
    const [account] = await accounts()
    assert.equal(account?.enabled, false)
    assert.include(text((await owner.get(SMS)).body), 'Switched off')
  })

  test('what is missing or unusable is said at its field', async ({ assert }) => {
    assert.isNotEmpty(errorAt(await connect({ api_key: '' }), 'api_key'))
    assert.isNotEmpty(errorAt(await connect({ api_key: 'a\r\nx: y' }), 'api_key'))
    assert.isEmpty(await accounts())
  })

  test('there is no provider called {name}')
    .with([{ name: 'bkash' }, { name: '__proto__' }, { name: 'guard/x' }])
    .run(async ({ assert }, { name }) => {
      assert.equal((await owner.get(`${SMS}/${name}`)).status, 404)
    })

  test('what is no secret is shown, to be changed or forgotten', async ({ assert }) => {
    await connect()
    const { fields } = formOf(await owner.get(BULK), BULK)
    assert.equal(fields.sender_id, CREDENTIALS.sender_id)
    assert.equal(fields.api_key, '')
    const generic = formOf(await owner.get(`${SMS}/generic_http`), `${SMS}/generic_http`)
    assert.oneOf(generic.fields.method, ['GET', 'POST'], 'a choice begins with the usual one')

    await isp.inside(() =>
      SmsGatewayAccount.query().update({ credentials: 'of another key', enabled: false })
    )
    const again = await owner.get(BULK)
    assert.equal(again.status, 200)
    assert.equal(formOf(again, BULK).fields.sender_id, '')
  })

  test('accounts are tried in the order that is shown', async ({ assert }) => {
    await connect()
    await switchedOff('twilio', 'vonage')
    const move = (provider: string, direction: string) =>
      owner.submit(SMS, { direction }, `${SMS}/${provider}/move`)
    await move('vonage', 'up')
    await move('bulksmsbd', 'up')
    await move('bulksmsbd', 'down')
    const order = (await accounts()).map(({ provider }) => provider)
    assert.deepEqual(order, ['vonage', 'bulksmsbd', 'twilio'])
    const shown = text((await owner.get(SMS)).body)
    assert.isBelow(shown.indexOf('Vonage'), shown.indexOf('BulkSMSBD'))
  })

  test('the balance is told when it is asked for, and why when it is not', async ({ assert }) => {
    await connect()
    world().sms.control.addAccount({ ...SMS_ACCOUNT, apiKey: 'poor', balance: 12.5 })
    await connect({ api_key: 'poor' })
    const told = await owner.submit(BULK, {}, `${BULK}/balance`)
    assert.include(noticeOf(told), '৳12.50')
    assert.include(text((await owner.get(SMS)).body), '৳12.50')

    await connect({ api_key: 'nobody' })
    const refused = await owner.submit(BULK, {}, `${BULK}/balance`)
    assert.include(noticeOf(refused), 'does not know these credentials')
  })

  test('a test message goes to the number, stands in the history, and ten are enough', async ({
    assert,
  }) => {
    await connect()
    const send = (mobile: string) => owner.submit(BULK, { mobile }, `${BULK}/test`)
    assert.isNotEmpty(errorAt(await send('hello'), 'mobile'))

    const mobile = anyMobile()
    assert.include(noticeOf(await send(mobile)), 'has accepted')
    assert.include(world().sms.control.messages(mobile)[0]?.text, 'test message')
    world().sms.control.force({ path: 'smsapi', mode: 'ip-not-whitelisted' })
    assert.include(noticeOf(await send(mobile)), 'not on the provider')
    const history = await isp.inside(() => SmsMessage.query().where({ mobile }).orderBy('id'))
    assert.deepEqual(
      history.map(({ event, status }) => [event, status]),
      [
        ['test', 'sent'],
        ['test', 'failed'],
      ]
    )
    for (let more = 0; more < 8; more++) await send(mobile)
    assert.include(noticeOf(await send(mobile)), 'Enough tests')
    assert.lengthOf(world().sms.control.messages(mobile), 9)
  })

  test('disconnecting asks first and forgets the account', async ({ assert }) => {
    await connect()
    assert.include(text((await owner.get(BULK)).body), 'Disconnect BulkSMSBD?')
    const page = await owner.submit(BULK, {}, `${BULK}/disconnect`)
    assert.include(noticeOf(page), 'is disconnected')
    assert.isEmpty(await accounts())
    assert.include(await acts(), 'sms_account.disconnected')
  })

  test('where codes go is the ISP’s to say', async ({ assert }) => {
    const guard = `${SMS}/guard`
    const { fields } = formOf(await owner.get(guard), guard)
    assert.equal(fields['countries[]'], 'BD')
    const none = await owner.submit(guard, { 'countries[]': undefined })
    assert.include(text(none.body), 'Choose at least one country')
    assert.isNotEmpty(errorAt(await owner.submit(guard, { per_day: '1' }), 'per_day'))
    await owner.submit(guard, { 'countries[]': 'NP', 'per_day': '50' })
    await isp.tenant.refresh()
    assert.deepInclude(isp.tenant.settings, { smsCountries: ['NP'], smsPerDay: 50 })
  })
})
