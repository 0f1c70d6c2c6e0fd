import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { QueueMessage } from '#messaging/queue_message'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { ownTexts } from '#messaging/texts/own_texts'
import { trustMobileNumber } from '#core/mobile_number'
import Activity from '#tenancy/activity/activity'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { eventually } from '#tests/support/eventually'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { world } from '#tests/support/world'

const LIST = '/dashboard/settings/sms-texts'
const OTP = `${LIST}/otp`
const WELCOME = `${LIST}/welcome`

let isp: Isp
let owner: Visitor

async function fresh(): Promise<Tenant> {
  return Tenant.findOrFail(isp.tenant.id)
}

/** What a customer of this language is told now, as the history has it and as the phone got it. */
async function told(locale: string, data = { package: 'Free Trial', duration: '1 hour' }) {
  const queue = await app.container.make(QueueMessage)
  const mobile = trustMobileNumber(anyMobile())
  const tenant = await fresh()
  const tenancy = await app.container.make(Tenancy)
  await tenancy.run(tenant, () =>
    queue.execute({ event: 'welcome', mobile, locale, data: { tenant: tenant.name, ...data } })
  )
  const row = await isp.inside(() => SmsMessage.findBy('mobile', mobile))
  if (!row) return null
  const [arrived] = await eventually('the SMS arrives', () => {
    const messages = world().sms.control.messages(mobile)
    return messages.length > 0 && messages
  })
  return { body: row.body, segments: row.segments, arrived: arrived?.text }
}

/** The form as a browser sends it, with these texts in it. */
function save(path: string, texts: { text_en?: string; text_bn?: string }, more = {}) {
  return owner.submit(path, { text_en: '', text_bn: '', ...texts, ...more })
}

test.group('SMS texts', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false })
    owner = await operatorOf(isp)
  })
  group.each.setup(async () => {
    await (await fresh()).merge({ settings: {} }).save()
  })

  test('every occasion is listed in both languages, with what it takes', async ({ assert }) => {
    const page = text((await owner.get(`${LIST}?lang=en`)).body)
    for (const words of [
      `4711 is your ${isp.tenant.name} Wi-Fi code`,
      `আপনার ${isp.tenant.name} ওয়াই-ফাই কোড 4711`,
      'GSM-7 1 part',
      'UCS-2',
      'BDT 30.00',
    ]) {
      assert.include(page, words)
    }
    assert.notInclude(page, 'Router is well again', 'that is for the ISP’s own people')
  })

  test('an own text goes out in its language, and the shipped one in the other', async ({
    assert,
  }) => {
    const page = await save(WELCOME, { text_en: 'Hi from {tenant}!\r\nEnjoy {package}.' })
    assert.include(noticeOf(page), 'The text is saved')
    assert.deepEqual(await told('en'), {
      body: `Hi from ${isp.tenant.name}!\nEnjoy Free Trial.`,
      segments: 1,
      arrived: `Hi from ${isp.tenant.name}!\nEnjoy Free Trial.`,
    })
    assert.include((await told('bn'))?.body, 'স্বাগতম')
    assert.include((await told('xx'))?.body, 'Hi from', 'the ISP’s language for any other')
    const [activity] = await isp.inside(() => Activity.query().where('action', 'sms_text.changed'))
    assert.equal(activity?.subject, 'welcome')
  })

  test('the standard text is used again, of both languages', async ({ assert }) => {
    await save(WELCOME, { text_en: 'Hi.', text_bn: 'হাই।' })
    const page = await owner.submit(WELCOME, {}, `${WELCOME}/reset`)
    assert.include(noticeOf(page), 'standard text is used again')
    assert.deepEqual(ownTexts(await fresh(), 'welcome'), { texts: {}, off: false })
    assert.include((await told('en'))?.body, 'Welcome to')
  })

  test('the shipped text and an empty one are none of the ISP’s own', async ({ assert }) => {
    const shipped = /<textarea[^>]*name="text_en"[^>]*>([^<]*)</.exec(
      (await owner.get(WELCOME)).body
    )?.[1]
    assert.isOk(shipped)
    await save(WELCOME, { text_en: shipped })
    assert.deepEqual(ownTexts(await fresh(), 'welcome').texts, {})
  })

  test('{name} is refused at its field, and nothing is saved')
    .with([
      { name: 'a code without the code', path: OTP, typed: 'Hello {tenant}', says: 'needs {code}' },
      { name: 'an unknown placeholder', path: OTP, typed: '{code} {name}', says: '{name} is no' },
      { name: 'a misspelt one', path: OTP, typed: '{code} { code }', says: '{ code } is no' },
      {
        name: 'a choice of ICU',
        path: WELCOME,
        typed: '{package, select, other {x}}',
        says: 'is no placeholder',
      },
      { name: 'a book', path: WELCOME, typed: 'a'.repeat(154 * 6), says: 'takes 7 parts; 6' },
    ])
    .run(async ({ assert }, { path, typed, says }) => {
      const page = await save(path, { text_en: typed })
      assert.include(errorAt(page, 'text_en'), says)
      assert.include(text(page.body), typed.slice(0, 20), 'what was typed is still there')
      assert.notProperty((await fresh()).settings, 'smsTexts')
    })

  test('what is typed and what is filled in is text, and runs nowhere', async ({ assert }) => {
    const typed = `<script>alert(1)</script> '{tenant}' {package} \u0007\u202E#`
    const page = await save(WELCOME, { text_en: typed })
    assert.notInclude(page.body, '<script>alert')
    const message = await told('en', {
      package: 'A\r\nB {duration} https://evil.example/x\u0007',
      duration: 'x',
    })
    assert.equal(
      message?.arrived,
      `<script>alert(1)</script> '${isp.tenant.name}' A B {duration} evil.example/x \u202E#`
    )
  })

  test('what is switched off is not sent and not noted; a code cannot be', async ({ assert }) => {
    await save(WELCOME, {}, { sent: undefined })
    assert.isNull(await told('en'))
    assert.include(text((await owner.get(LIST)).body), 'Switched off')
    await save(WELCOME, {}, { sent: '1' })
    assert.isNotNull(await told('en'))

    await save(OTP, { text_en: '{code}' }, { sent: undefined })
    assert.deepEqual(ownTexts(await fresh(), 'otp'), { texts: { en: '{code}' }, off: false })
  })

  test('a preview shows text, parts, encoding and what makes it Unicode, and saves nothing', async ({
    assert,
  }) => {
    const typed = `{tenant}: ৳30 ${'a'.repeat(80)}`
    const page = await save(WELCOME, { text_en: typed }, { act: 'preview' })
    const shown = text(page.body)
    assert.include(shown, `${isp.tenant.name}: ৳30 aaa`)
    assert.include(shown, '৳ makes this message Unicode: 2 parts instead of 1')
    assert.notProperty((await fresh()).settings, 'smsTexts')
    assert.include(
      errorAt(await save(OTP, { text_bn: 'x' }, { act: 'preview' }), 'text_bn'),
      '{code}'
    )
  })

  test('what a part costs is entered, and a preview counts with it', async ({ assert }) => {
    const prices = '/dashboard/settings/sms-prices'
    const bad = await owner.submit(LIST, { price_bulksmsbd: '0,35' }, prices)
    assert.include(errorAt(bad, 'price_bulksmsbd'), 'like 0.35')
    await owner.submit(LIST, { price_bulksmsbd: '0.355', currency_bulksmsbd: 'BDT' }, prices)
    const account = await isp.inside(() => SmsGatewayAccount.findByOrFail('provider', 'bulksmsbd'))
    assert.deepInclude(account.toJSON(), { partPriceMicros: 355_000, partPriceCurrency: 'BDT' })
    const page = await save(WELCOME, { text_en: 'a'.repeat(200) }, { act: 'preview' })
    assert.include(text(page.body), 'BDT 0.71 a message')
    await owner.submit(LIST, { price_bulksmsbd: '' }, prices)
    assert.isNull((await isp.inside(() => account.refresh())).partPriceMicros)
  })

  test('of {event} there is no text to write')
    .with([{ event: 'router_trouble' }, { event: 'nothing' }, { event: 'constructor' }])
    .run(async ({ assert }, { event }) => {
      assert.equal((await owner.get(`${LIST}/${event}`)).status, 404)
    })

  test('a cashier reads the texts and changes none', async ({ assert }) => {
    const cashier = await operatorOf(isp, 'cashier')
    const form = await cashier.get(WELCOME)
    assert.notInclude(form.body, 'Save the text')
    const page = await cashier.submit(WELCOME, { text_en: 'Mine now' })
    assert.equal(page.status, 403)
    assert.notProperty((await fresh()).settings, 'smsTexts')
  })
})
