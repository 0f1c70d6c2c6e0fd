import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import type { DeliveryReport } from '#messaging/gateways/contract'
import { applyReports } from '#messaging/reports/apply_reports'
import { PollReports } from '#messaging/reports/poll_reports'
import { reportUrl } from '#messaging/reports/report_url'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage, { type SmsStatus } from '#messaging/sms_message'
import { Tenancy } from '#tenancy/tenancy'
import { deliver } from '#tests/support/deliver'
import { openIsp, type Isp } from '#tests/support/isp'
import { PageVisitor } from '#tests/support/page_visitor'
import {
  openProviders,
  queuedMessage,
  useProviders,
  type Providers,
} from '#tests/support/sms_accounts'

let isp: Isp
let other: Isp
let providers: Providers

const now = ({ inside }: Isp, { id }: SmsMessage) => inside(() => SmsMessage.findOrFail(id))
const urlOf = ({ tenant, inside }: Isp, provider: string) =>
  inside(async () => reportUrl(tenant, await SmsGatewayAccount.findByOrFail('provider', provider)))

/** A message that was taken by the ISP's first account. */
async function taken(): Promise<SmsMessage & { providerReference: string }> {
  const message = await deliver(isp, await queuedMessage(isp))
  const { providerReference } = message
  if (!providerReference) throw new Error(`Not taken: ${message.error}`)
  return Object.assign(message, { providerReference })
}

async function apply(reports: readonly DeliveryReport[], to = isp): Promise<string[]> {
  const tenancy = await app.container.make(Tenancy)
  return to.inside(() => applyReports(tenancy, 'twilio', reports, new Date()))
}

test.group('Messaging | Reports', (group) => {
  group.setup(async () => {
    providers = await openProviders()
    isp = await openIsp({ packages: false, gateways: false })
    other = await openIsp({ packages: false, gateways: false })
    await useProviders(isp, providers, 'twilio')
    await useProviders(other, providers, 'twilio')
    return () => providers.close()
  })

  test('a signed report moves the message, and never back', async ({ assert }) => {
    const message = await taken()
    await providers.twilio.deliver(message.providerReference, 'failed', '30005')
    const failed = await now(isp, message)
    assert.equal(failed.status, 'failed')
    assert.match(failed.error ?? '', /^not_delivered/)

    await providers.twilio.deliver(message.providerReference, 'delivered')
    const delivered = await now(isp, message)
    assert.deepInclude(delivered.$attributes, { status: 'delivered', error: null })
    assert.isNotNull(delivered.reportedAt)
    for (const late of ['sent', 'failed', 'delivered'] as const) {
      await providers.twilio.deliver(message.providerReference, late)
      assert.equal((await now(isp, message)).status, 'delivered', late)
    }
  })

  test('a message that is {status} and is reported {state} is {result}')
    .with([
      { status: 'sent', state: 'sent', result: 'sent' },
      { status: 'sent', state: 'delivered', result: 'delivered' },
      { status: 'sent', state: 'failed', result: 'failed' },
      { status: 'unknown', state: 'sent', result: 'sent' },
      { status: 'unknown', state: 'delivered', result: 'delivered' },
      { status: 'unknown', state: 'failed', result: 'failed' },
      { status: 'failed', state: 'sent', result: 'failed' },
      { status: 'failed', state: 'delivered', result: 'delivered' },
      { status: 'delivered', state: 'failed', result: 'delivered' },
      { status: 'delivered', state: 'sent', result: 'delivered' },
      { status: 'queued', state: 'delivered', result: 'queued' },
      { status: 'sending', state: 'delivered', result: 'sending' },
    ] as const)
    .run(async ({ assert }, { status, state, result }) => {
      const message = await withReference(status)
      const report = { providerId: message.providerReference ?? '', state }
      assert.deepEqual(await apply([report, report]), [])
      assert.equal((await now(isp, message)).status, result)
    })

  test('of contradicting reports in one request the better one counts', async ({ assert }) => {
    const message = await withReference('sent')
    const providerId = message.providerReference ?? ''
    const states = ['failed', 'delivered', 'sent'] as const
    await apply(states.map((state) => ({ providerId, state })))
    assert.equal((await now(isp, message)).status, 'delivered')
  })

  test('ids of nobody, of another provider and of another ISP change nothing', async ({
    assert,
  }) => {
    const message = await taken()
    const report = { providerId: message.providerReference, state: 'failed' as const }
    assert.deepEqual(await apply([report], other), [message.providerReference])
    assert.deepEqual(await apply([{ providerId: 'SMnobody', state: 'failed' }]), ['SMnobody'])
    await isp.inside(() =>
      SmsMessage.query().where('id', message.id).update({ provider: 'vonage' })
    )
    await apply([report])
    assert.equal((await now(isp, message)).status, 'sent')
  })

  test('a forged report and an address of nobody get the same answer', async ({ assert }) => {
    const message = await taken()
    const forged = { MessageSid: message.providerReference, MessageStatus: 'failed' }
    const url = await urlOf(isp, 'twilio')
    const foreign = new URL(await urlOf(other, 'twilio')).pathname
    const nobodys = [
      url,
      url.replace(/\w{64}$/, 'f'.repeat(64)),
      url.replace(/\w{64}$/, 'x%00'),
      new URL(foreign, url).href,
    ]
    const visitor = new PageVisitor()
    const answers = await Promise.all(
      nobodys.flatMap((address) => [
        visitor.once('POST', address, forged),
        visitor.once('GET', `${address}?MessageSid=${message.providerReference}`),
      ])
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([404]))
    const shown = new Set(answers.map(({ body }) => body.replace(/[0-9a-f-]{36}/g, '')))
    assert.equal(shown.size, 1)
    assert.equal((await now(isp, message)).status, 'sent')
  })

  test('a provider that does not tell is asked, ever more rarely, for three days', async ({
    assert,
  }) => {
    await useProviders(isp, providers, 'alpha')
    const begun = DateTime.utc()
    const message = await taken()
    const pollAt = await poll(begun.plus({ seconds: 31 }), message)
    assert.isNotNull(pollAt)
    assert.closeTo(pollAt?.diff(begun).as('seconds') ?? 0, 62, 10)

    providers.alpha.deliver(message.providerReference)
    assert.isNull(await poll(begun.plus({ seconds: 80 }), message))
    assert.equal((await now(isp, message)).status, 'delivered')

    const silent = await taken()
    assert.isNotNull(await poll(begun.plus({ days: 2 }), silent))
    assert.isNull(await poll(begun.plus({ days: 4 }), silent), 'it is given up')
    assert.equal((await now(isp, silent)).status, 'sent')
  })
})

/** @returns when the message is to be asked about next */
async function poll(at: DateTime, message: SmsMessage): Promise<DateTime | null> {
  const reports = new PollReports(await app.container.make(Tenancy), new FrozenClock(at))
  await reports.execute(isp.tenant)
  await reports.idle()
  return (await now(isp, message)).pollAt
}

async function withReference(status: SmsStatus): Promise<SmsMessage> {
  const message = await queuedMessage(isp, { status })
  const providerReference = `SM${message.id}-${isp.tenant.id}`
  return isp.inside(() => message.merge({ provider: 'twilio', providerReference }).save())
}
