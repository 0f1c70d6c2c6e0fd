import { test } from '@japa/runner'
import { alertSettings } from '#routers/health/alert_settings'
import Tenant from '#tenancy/models/tenant'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const PATH = '/dashboard/settings/alerts'
const ADD = `${PATH}/recipients`

async function opened() {
  const isp = await openIsp({ packages: false, gateways: false })
  return { isp, owner: await operatorOf(isp) }
}

async function settingsOf({ tenant }: Isp) {
  return alertSettings(await Tenant.findOrFail(tenant.id))
}

/** The boxes all post one name, which a browser sends several times. */
async function add(visitor: Visitor, fields: Record<string, string>) {
  return visitor.submit(PATH, { 'kinds[]': 'down', ...fields }, ADD)
}

test.group('Alerts | Settings', () => {
  test('a number in any spelling is kept in one, once', async ({ assert }) => {
    const { isp, owner } = await opened()
    await add(owner, { channel: 'sms', to: '01711-000001' })
    const page = await add(owner, {
      'channel': 'sms',
      'to': '+880 1711 000001',
      'kinds[]': 'clock',
    })
    assert.include(noticeOf(page), '+8801711000001')
    assert.deepEqual((await settingsOf(isp)).recipients, [
      { channel: 'sms', to: '+8801711000001', kinds: ['clock'] },
    ])
  })

  const wrong = [
    { channel: 'sms', to: 'noc@greennet.test', says: 'no mobile number' },
    { channel: 'sms', to: '12345', says: 'no mobile number' },
    { channel: 'email', to: '01711000001', says: 'no e-mail address' },
    { channel: 'email', to: 'a@b@c', says: 'no e-mail address' },
    { channel: 'email', to: 'noc@greennet.test\r\nBcc: x@y.test', says: 'no e-mail address' },
  ]
  test('{to} by {channel} is refused at its field')
    .with(wrong)
    .run(async ({ assert }, { says, ...fields }) => {
      const { isp, owner } = await opened()
      assert.include(errorAt(await add(owner, fields), 'to') ?? '', says)
      assert.deepEqual((await settingsOf(isp)).recipients, [])
    })

  test('of nothing nobody can be told', async ({ assert }) => {
    const { isp, owner } = await opened()
    await add(owner, { 'channel': 'sms', 'to': '01711000001', 'kinds[]': 'everything' })
    assert.deepEqual((await settingsOf(isp)).recipients, [])
  })

  test('somebody is told no more', async ({ assert }) => {
    const { isp, owner } = await opened()
    await add(owner, { channel: 'email', to: 'NOC@GreenNet.test' })
    assert.lengthOf((await settingsOf(isp)).recipients, 1)
    await owner.submit(PATH, {}, `${PATH}/removed`)
    assert.lengthOf((await settingsOf(isp)).recipients, 0)
  })

  test('quiet hours and cooldown', async ({ assert }) => {
    const { isp, owner } = await opened()
    await owner.submit(PATH, { quiet_from: '22:30', quiet_to: '07:00', cooldown_minutes: '120' })
    assert.containSubset(await settingsOf(isp), {
      quietFrom: '22:30',
      quietTo: '07:00',
      cooldownMinutes: 120,
    })
  })

  const bad = [
    { field: 'quiet_from', value: '24:00' },
    { field: 'quiet_to', value: 'noon' },
    { field: 'cooldown_minutes', value: '0' },
    { field: 'cooldown_minutes', value: '1e9' },
  ]
  test('{field}: {value} is refused at its field')
    .with(bad)
    .run(async ({ assert }, { field, value }) => {
      const { isp, owner } = await opened()
      const page = await owner.submit(PATH, { [field]: value })
      assert.isDefined(errorAt(page, field))
      assert.equal((await settingsOf(isp)).cooldownMinutes, 30)
    })

  test('the other rules of the ISP stay as they are', async ({ assert }) => {
    const { isp, owner } = await opened()
    await isp.tenant.merge({ settings: { taxPercent: 5 } }).save()
    await add(owner, { channel: 'sms', to: '01711000001' })
    const { settings } = await Tenant.findOrFail(isp.tenant.id)
    assert.equal(settings.taxPercent, 5)
  })

  test('a {role} looks, and changes nothing')
    .with([{ role: 'cashier' as const }, { role: 'support' as const }])
    .run(async ({ assert }, { role }) => {
      const { isp } = await opened()
      const person = await operatorOf(isp, role)
      const page = await person.get(PATH)
      assert.equal(page.status, 200)
      assert.notInclude(page.body, ADD)
      const { _csrf: token = '' } = formOf(await person.get('/dashboard'), '/logout').fields
      for (const path of [PATH, ADD, `${PATH}/removed`]) {
        const answer = await person.browser.visit(person.host, path, {
          method: 'POST',
          form: { _csrf: token, channel: 'sms', to: '01711000001' },
        })
        assert.equal(answer.status, 403, path)
        assert.include(text(answer.body), 'not yours')
      }
    })
})
