import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { parseCsv } from '#core/csv'
import { trustMobileNumber, type MobileNumber } from '#core/mobile_number'
import { QueueMessage } from '#messaging/queue_message'
import SmsMessage from '#messaging/sms_message'
import Activity from '#tenancy/activity/activity'
import { eventually } from '#tests/support/eventually'
import { createCustomer, mobile } from '#tests/support/fixtures'
import { noticeOf, text } from '#tests/support/forms'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { world } from '#tests/support/world'
import { fetchedBy } from '#tests/functional/receipts/counter'

const LIST = '/dashboard/messages'

let isp: Isp
let owner: Visitor

/** A message in the history, as delivery leaves it. */
function noted(n: number, about: Partial<SmsMessage> = {}): Promise<SmsMessage> {
  return isp.inside(() =>
    SmsMessage.create({
      mobile: mobile(n),
      event: 'welcome',
      body: `Text ${n}`,
      segments: 1,
      status: 'sent',
      provider: 'bulksmsbd',
      ...about,
    })
  )
}

const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })

const shownIn = (body: string) =>
  [...body.matchAll(/Text (\d+)\s*</g)].map(([, n]) => Number(n)).toSorted()

test.group('SMS history | The list', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
    const customer = await isp.inside(() => createCustomer(3, 'Rahima Khatun'))
    const cost = { costMicros: 710_000, costCurrency: 'BDT' }
    /** Dhaka is six hours ahead: the first two are of 2 March there. */
    await noted(1, { createdAt: at('2026-03-01T18:00:00'), segments: 2, ...cost })
    await noted(2, {
      createdAt: at('2026-03-02T17:59:59'),
      provider: 'twilio',
      ...cost,
      costCurrency: 'USD',
    })
    await noted(3, {
      createdAt: at('2026-03-02T18:00:00'),
      customerId: customer.id,
      event: 'suspended',
    })
    await noted(4, {
      createdAt: at('2026-03-04T06:00:00'),
      provider: null,
      status: 'failed',
      error: 'no_gateway',
      body: '=HYPERLINK("http://evil") Text 4',
    })
  })

  test('{title}')
    .with([
      { title: 'everything', query: '', shown: [1, 2, 3, 4] },
      { title: 'of one state', query: 'status=failed', shown: [4] },
      { title: 'of one occasion', query: 'event=suspended', shown: [3] },
      { title: 'through one provider', query: 'provider=twilio', shown: [2] },
      { title: 'to one number as people write it', query: 'q=01700-000002', shown: [2] },
      { title: 'to a part of a number', query: 'q=0000001', shown: [1] },
      { title: 'to one customer', query: 'customer=1', shown: [3] },
      {
        title: 'of one day of the ISP’s calendar',
        query: 'from=2026-03-02&to=2026-03-02',
        shown: [1, 2],
      },
      {
        title: 'all filters at once',
        query: 'provider=bulksmsbd&status=sent&from=2026-03-03',
        shown: [3],
      },
      { title: 'of nobody', query: 'customer=999', shown: [] },
    ])
    .run(async ({ assert }, { query, shown }) => {
      const { status, body } = await owner.get(`${LIST}?lang=en&${query}`)
      assert.equal(status, 200)
      assert.deepEqual(shownIn(body), shown)
      if (shown.length === 0) assert.match(text(body), /No SMS yet|Nothing matches/)
    })

  test('what was asked for is summed up, by provider and by occasion, each currency apart', async ({
    assert,
  }) => {
    const all = text((await owner.get(`${LIST}?lang=en`)).body)
    assert.include(all, '4 messages, 4 parts sent')
    assert.include(all, 'BDT 0.71 + USD 0.71')
    const some = text((await owner.get(`${LIST}?lang=en&provider=twilio`)).body)
    assert.include(some, 'One message, one part sent USD 0.71')
    assert.notInclude(some, 'BDT')
  })

  test('the file has the list’s filters, the ISP’s time, and nothing that a spreadsheet runs', async ({
    assert,
  }) => {
    const { headers, octets } = await fetchedBy(owner, `${LIST}.csv?lang=en&from=2026-03-02`)
    assert.include(headers['content-disposition'], `sms-${isp.tenant.slug}.csv`)
    const [, ...lines] = parseCsv(octets.toString('utf8')).map(({ cells }) => cells.slice(1))
    assert.deepEqual(
      lines.map(([time, number, , , , , parts, cost, currency]) => [
        time,
        number,
        parts,
        cost,
        currency,
      ]),
      [
        ['2026-03-04 12:00:00', mobile(4), '1', '', ''],
        ['2026-03-03 00:00:00', mobile(3), '1', '', ''],
        ['2026-03-02 23:59:59', mobile(2), '1', '0.71', 'USD'],
        ['2026-03-02 00:00:00', mobile(1), '2', '0.71', 'BDT'],
      ]
    )
    assert.include(octets.toString('utf8'), `"'=HYPERLINK(""http://evil"") Text 4"`)
    const written = await isp.inside(() => Activity.query().where('action', 'message.exported'))
    assert.lengthOf(written, 1)
  })

  test('a cashier takes no numbers out of the house', async ({ assert }) => {
    const cashier = await operatorOf(isp, 'cashier')
    assert.equal((await fetchedBy(cashier, `${LIST}.csv`)).status, 403)
    assert.notInclude((await cashier.get(LIST)).body, 'messages.csv')
  })

  test('another ISP sees none of it', async ({ assert }) => {
    const other = await operatorOf(await openIsp({ packages: false, gateways: false }))
    assert.include(text((await other.get(`${LIST}?lang=en`)).body), 'No SMS yet')
    assert.equal((await other.get(`${LIST}/1`)).status, 404)
  })
})

test.group('SMS history | One message', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false })
    owner = await operatorOf(isp)
  })

  test('shows every attempt, in words', async ({ assert }) => {
    const { id } = await noted(11, {
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
      const { id } = await noted(21, { status, event, mobile: number, customerId: 7 })
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
      const open = await noted(31, { status: 'failed', event: 'payment_confirmed' })
      const refused = await noted(32, about)
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
    const { id } = await noted(41, { status: 'failed' })
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
