import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { trustMobileNumber, type MobileNumber } from '#core/mobile_number'
import { QueueMessage } from '#messaging/queue_message'
import SmsMessage from '#messaging/sms_message'
import Activity from '#tenancy/activity/activity'
import { eventually } from '#tests/support/eventually'
import { mobile } from '#tests/support/fixtures'
import { noticeOf, text } from '#tests/support/forms'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { world } from '#tests/support/world'
import { noted } from '#tests/functional/messaging/noted'
import { fetchedBy } from '#tests/functional/receipts/counter'

const LIST = '/dashboard/messages'

let isp: Isp
let owner: Visitor

test.group('SMS history | One message', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false })
    owner = await operatorOf(isp)
  })

  test('shows every attempt, in words', async ({ assert }) => {
    const { id } = await noted(isp, 11, {
      status: 'unknown',
      tries: [
        {
          provider: 'bulksmsbd',
          at: '2026-03-01T18:00:00.000Z',
          outcome: 'refused',
          reason: 'no_balance',
          detail: '1007',
        },
        {
          provider: 'twilio',
          at: '2026-03-01T18:00:01.000Z',
          outcome: 'unknown',
          reason: 'no_answer',
          detail: '',
        },
      ],
    })
    const page = text((await owner.get(`${LIST}/${id}?lang=en`)).body)
    assert.include(page, 'balance is used up. “1007” Refused')
    assert.include(page, 'The provider did not answer. It may have been sent. Unknown')
    assert.include(page, 'the customer may get it twice')
  })

  test('a {status} {event} is sent again once, as a message of its own')
    .with([
      { status: 'failed' as const, event: 'payment_confirmed' as const },
      { status: 'unknown' as const, event: 'welcome' as const },
    ])
    .run(async ({ assert }, { status, event }) => {
      const number = trustMobileNumber(anyMobile())
      const { id } = await noted(isp, 21, { status, event, mobile: number, customerId: 7 })
      const page = await owner.submit(`${LIST}/${id}`, {}, `${LIST}/${id}/resend`)
      assert.include(noticeOf(page), 'on its way again')
      const [arrived] = await eventually('it arrives', () => {
        const messages = world().sms.control.messages(number)
        return messages.length > 0 && messages
      })
      assert.equal(arrived?.text, 'Text 21')
      const { resentAs } = await isp.inside(() => SmsMessage.findOrFail(id))
      const again = await isp.inside(() => SmsMessage.findOrFail(resentAs))
      assert.deepInclude(again.toJSON(), { event, mobile: number, customerId: 7 })
      const [written] = await isp.inside(() =>
        Activity.query().where({ action: 'message.resent', subject: number })
      )
      assert.deepEqual(written?.detail, { message: id, as: resentAs })
      assert.notInclude((await owner.get(`${LIST}/${id}`)).body, `${id}/resend`)
    })

  test('{why} is not sent again, whatever a form says')
    .with([
      { why: 'a code', about: { event: 'otp' as const, status: 'failed' as const } },
      { why: 'what was sent', about: { status: 'sent' as const } },
      { why: 'what is waiting', about: { status: 'queued' as const } },
      { why: 'what was sent again', about: { status: 'failed' as const, resentAs: 1 } },
      {
        why: 'what is out of date',
        about: { status: 'failed' as const, createdAt: DateTime.utc().minus({ hours: 2 }) },
      },
    ])
    .run(async ({ assert }, { about }) => {
      const open = await noted(isp, 31, { status: 'failed', event: 'payment_confirmed' })
      const refused = await noted(isp, 32, about)
      assert.notInclude((await owner.get(`${LIST}/${refused.id}`)).body, '/resend"')
      const before = await sentTo(mobile(32))
      /** The button of a message that may be, pointed at one that may not. */
      const { fields } = formFor(await owner.get(`${LIST}/${open.id}`))
      await owner.browser.visit(owner.host, `${LIST}/${refused.id}/resend`, {
        method: 'POST',
        form: fields,
      })
      assert.equal(await sentTo(mobile(32)), before)
    })

  test('a code is dots on the list, on its page and in the file, in the ISP’s own words, too', async ({
    assert,
  }) => {
    const smsTexts = { otp: { en: 'PIN {code}. Again: {code}' } }
    await isp.tenant.merge({ settings: { ...isp.tenant.settings, smsTexts } }).save()
    const queue = await app.container.make(QueueMessage)
    const number = trustMobileNumber(anyMobile())
    const code = '8629-5174'
    await isp.inside(() =>
      queue.execute({
        event: 'otp',
        mobile: number,
        locale: 'en',
        data: { tenant: 'X', code, minutes: 5 },
        worthSeconds: 300,
      })
    )
    const [arrived] = await eventually('the code arrives', () => {
      const messages = world().sms.control.messages(number)
      return messages.length > 0 && messages
    })
    assert.equal(arrived?.text, `PIN ${code}. Again: ${code}`)

    const { id } = await isp.inside(() => SmsMessage.findByOrFail('mobile', number))
    const q = encodeURIComponent(number)
    const pages = [
      (await owner.get(`${LIST}?q=${q}`)).body,
      (await owner.get(`${LIST}/${id}`)).body,
      (await fetchedBy(owner, `${LIST}.csv?q=${q}`)).octets.toString('utf8'),
    ]
    for (const page of pages) {
      assert.include(page, 'PIN •••••••••. Again: •••••••••')
      assert.notInclude(page, code)
    }
  })

  test('a cashier sends nothing again', async ({ assert }) => {
    const { id } = await noted(isp, 41, { status: 'failed' })
    const cashier = await operatorOf(isp, 'cashier')
    assert.notInclude((await cashier.get(`${LIST}/${id}`)).body, '/resend"')
    const { fields } = formFor(await cashier.get(LIST))
    const page = await cashier.browser.visit(cashier.host, `${LIST}/${id}/resend`, {
      method: 'POST',
      form: fields,
    })
    assert.equal(page.status, 403)
  })
})

async function sentTo(number: MobileNumber): Promise<number> {
  return (await isp.inside(() => SmsMessage.query().where('mobile', number))).length
}

/** Any form's token. */
function formFor({ body }: { body: string }) {
  return { fields: { _csrf: /name='_csrf' value='([^']+)'/.exec(body)?.[1] ?? '' } }
}
