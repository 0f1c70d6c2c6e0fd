import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { trustMobileNumber } from '#core/mobile_number'
import { sealOutgoing } from '#messaging/outgoing_text'
import SmsMessage from '#messaging/sms_message'
import { deliver as deliverBy } from '#tests/support/deliver'
import { eventually } from '#tests/support/eventually'
import { anyMobile, Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { world } from '#tests/support/world'

let isp: Isp
const sms = () => world().sms.control

/** A message in the queue with no job behind it, so that nobody else delivers it. */
async function queued(until: DateTime | null, status: SmsMessage['status'] = 'queued') {
  return isp.inside(() =>
    SmsMessage.create({
      mobile: trustMobileNumber(anyMobile()),
      event: 'otp',
      body: '•••• is your code',
      sealedBody: sealOutgoing(
        { text: '4711 is your code', until: until?.toISO() ?? null },
        isp.tenant.id
      ),
      segments: 1,
      status,
    })
  )
}

const deliver = (message: SmsMessage, now?: DateTime) => deliverBy(isp, message, now)

test.group('Messaging | Delivery', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false })
  })
  group.each.teardown(() => sms().clearFaults())

  test('a code that has waited longer than it lives is not sent, and its digits are gone', async ({
    assert,
  }) => {
    const until = DateTime.utc().plus({ minutes: 5 })
    const late = await deliver(await queued(until), until)
    assert.equal(late.status, 'failed')
    assert.equal(late.error, 'too_late')
    assert.isNull(late.sealedBody)
    assert.lengthOf(sms().messages(late.mobile), 0)

    const inTime = await deliver(await queued(until), until.minus({ seconds: 1 }))
    assert.equal(inTime.status, 'sent')
    assert.equal(sms().messages(inTime.mobile)[0]?.text, '4711 is your code')
  })

  test('the codes we send do lose their use', async ({ assert }) => {
    const guest = new Guest(isp, await registerRouter(isp))
    sms().force({ path: 'smsapi', mode: 'refuse', value: '1002' })
    await guest.askForCode()
    const message = await eventually('it was tried', async () => {
      const row = await isp.inside(() => SmsMessage.findByOrFail('mobile', guest.mobile))
      return row.status === 'queued' || row.status === 'sending' ? null : row
    })
    assert.equal(message.status, 'failed')
    assert.isNull(message.sealedBody)
    assert.include(message.body, '••••')
  })

  test('a message found half sent is unknown, and is not sent again', async ({ assert }) => {
    const found = await deliver(await queued(null, 'sending'))
    assert.equal(found.status, 'unknown')
    assert.isNull(found.sealedBody)
    assert.lengthOf(sms().messages(found.mobile), 0)
  })

  test('ten deliveries of one message at once send it once', async ({ assert }) => {
    const message = await queued(null)
    await Promise.all(Array.from({ length: 10 }, () => deliver(message)))
    assert.isAtMost(sms().messages(message.mobile).length, 1)
  })

  test('an answer of {mode} is {status}, and the history shows no key and no code')
    .with([
      { mode: 'drop', status: 'unknown' },
      { mode: 'drop-after-capture', status: 'unknown' },
      { mode: '500', status: 'unknown' },
      { mode: 'html', status: 'unknown' },
      { mode: 'ip-not-whitelisted', status: 'failed' },
    ])
    .run(async ({ assert }, { mode, status }) => {
      sms().force({ path: 'smsapi', mode })
      const message = await deliver(await queued(null))
      assert.equal(message.status, status)
      assert.isNull(message.sealedBody)
      const shown = JSON.stringify([message.error, message.body, message.providerReference])
      assert.notInclude(shown, '4711')
      assert.notInclude(shown, 'sms-key-of-the-tests')
    })
})
