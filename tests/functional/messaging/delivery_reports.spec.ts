import { test } from '@japa/runner'

import { trustMobileNumber } from '#core/mobile_number'
import type { DeliveryReport, InboundReport, SmsGateway } from '#messaging/gateways/contract'

import { answer, scriptedServer, type Received } from '../../unit/core/http/scripted_server.js'
import { messageId, openAt, PROVIDERS } from './international_accounts.js'

const TELLING = PROVIDERS.filter(({ name }) => name !== 'sns')
const [TWILIO] = PROVIDERS.filter(({ name }) => name === 'twilio')
const STATES = ['sent', 'delivered', 'failed'] as const

/** Where reports arrive, as the route that takes them would hand them on. */
async function receiver() {
  const server = await scriptedServer(answer(200, ''))
  const url = `${server.url}/sms/reports/token?a=1%2F2`
  const asReport = ({ method, path, headers, body }: Received): InboundReport => ({
    method,
    url: server.url + path,
    headers,
    rawBody: body,
  })
  return { url, close: server.close, reports: () => server.received.map(asReport) }
}

async function sendOne(gateway: SmsGateway, statusUrl: string): Promise<string> {
  const to = trustMobileNumber('+254711223344')
  const sent = await gateway.send({ to, text: 'hello', messageId: messageId(), statusUrl })
  return (sent.outcome === 'accepted' && sent.providerId) || ''
}

const summary = (reports: readonly DeliveryReport[] | null | undefined) =>
  reports?.map(({ providerId, state }) => [providerId, state]) ?? null

test.group('Messaging | Delivery reports', () => {
  test('{name} tells what became of a message, by the id it was sent under')
    .with(TELLING)
    .run(async ({ assert, cleanup }, provider) => {
      const inbox = await receiver()
      cleanup(inbox.close)
      const { standIn, gateway, stop } = await openAt(provider, {}, inbox.url)
      cleanup(stop)

      for (const state of STATES) {
        const id = await sendOne(gateway, inbox.url)
        assert.isNotEmpty(id)
        await standIn.control.deliver(id, state)
        const last = inbox.reports().at(-1)
        assert.deepEqual(last && summary(gateway.readReports?.(last)), [[id, state]])
      }
    })

  test('{name} is not taken for somebody who posts {what}')
    .with(
      TELLING.flatMap((provider) => [
        { ...provider, what: 'nothing', body: '', type: 'application/x-www-form-urlencoded' },
        { ...provider, what: 'a list', body: '[]', type: 'application/json' },
        { ...provider, what: 'broken JSON', body: '{"results":[', type: 'application/json' },
        { ...provider, what: 'a page', body: '<html>status=delivered</html>', type: 'text/html' },
      ])
    )
    .run(async ({ assert, cleanup }, { body, type, ...provider }) => {
      const { gateway, stop } = await openAt(provider)
      cleanup(stop)
      const headers = { 'content-type': type }
      const report = { method: 'POST', url: 'https://isp.example.net/r', headers, rawBody: body }
      assert.isNull(gateway.readReports?.(report) ?? null)
    })

  test('Twilio is believed only as it signed: {what}')
    .with([
      { what: 'untouched', change: (one) => one, believed: true },
      {
        what: 'seen as https behind a proxy',
        change: (one) => ({ ...one, url: one.url.replace('http:', 'https:') }),
        believed: true,
      },
      {
        what: 'not with another state',
        change: (one) => ({ ...one, rawBody: one.rawBody.replace('undelivered', 'delivered') }),
        believed: false,
      },
      {
        what: 'not with one more parameter',
        change: (one) => ({ ...one, rawBody: `${one.rawBody}&Extra=1` }),
        believed: false,
      },
      {
        what: 'not at another address',
        change: (one) => ({ ...one, url: one.url.replace('token', 'other') }),
        believed: false,
      },
      {
        what: 'not with the query decoded',
        change: (one) => ({ ...one, url: one.url.replace('%2F', '/') }),
        believed: false,
      },
      {
        what: 'not with another signature',
        change: (one) => ({
          ...one,
          headers: { ...one.headers, 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
        }),
        believed: false,
      },
      {
        what: 'not without one',
        change: (one) => ({ ...one, headers: { 'content-type': 'application/json' } }),
        believed: false,
      },
    ] as { what: string; change(one: InboundReport): InboundReport; believed: boolean }[])
    .run(async ({ assert, cleanup }, { change, believed }) => {
      if (!TWILIO) return assert.fail('Twilio is missing')
      const inbox = await receiver()
      cleanup(inbox.close)
      const { standIn, gateway, stop } = await openAt(TWILIO)
      cleanup(stop)
      const id = await sendOne(gateway, inbox.url)
      await standIn.control.deliver(id, 'failed', '30005')

      const [signed] = inbox.reports()
      if (!signed) return assert.fail('No report came')
      assert.include(signed.rawBody, 'undelivered')
      const reports = gateway.readReports?.(change(signed)) ?? null
      assert.deepEqual(summary(reports), believed ? [[id, 'failed']] : null)
    })

  test('a report signed for another account is not ours', async ({ assert, cleanup }) => {
    if (!TWILIO) return assert.fail('Twilio is missing')
    const inbox = await receiver()
    cleanup(inbox.close)
    const { standIn, gateway, stop } = await openAt(TWILIO)
    cleanup(stop)
    const { gateway: other, stop: stopOther } = await openAt(TWILIO, {
      auth_token: 'another-token',
    })
    cleanup(stopOther)
    await standIn.control.deliver(await sendOne(gateway, inbox.url), 'delivered')

    const [report] = inbox.reports()
    assert.isNull((report && other.readReports?.(report)) ?? null)
  })
})
