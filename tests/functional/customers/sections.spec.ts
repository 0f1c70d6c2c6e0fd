import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import SmsMessage from '#messaging/sms_message'
import { addSession } from '#tests/functional/customers/staff'
import { text } from '#tests/support/forms'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { Purchase } from '#tests/support/purchase'

test.group('Customers | The page of somebody who has bought', () => {
  test('devices, packages, payments, messages, sessions, use and timeline, and of nobody else', async ({
    assert,
  }) => {
    const isp = await openIsp()
    const router = await registerRouter(isp)
    const [guest, other] = [new Guest(isp, router), new Guest(isp, router)]
    await (await Purchase.begin(guest, 'Day Pass')).pay()
    await (await Purchase.begin(other, 'Weekly')).pay()
    const began = DateTime.utc().minus({ minutes: 40 })
    await addSession(isp, {
      mac: guest.mac,
      began,
      ended: began.plus({ minutes: 30 }),
      download: 700 * 1024 ** 2,
      upload: 12 * 1024 ** 2,
      cause: 'Lost-Carrier',
      nas: router.address,
    })
    const { id } = await guest.customer()
    const [sms] = await isp.inside(() =>
      SmsMessage.query().where({ customerId: id, event: 'payment_confirmed' })
    )

    const owner = await operatorOf(isp)
    const { body } = await owner.get(`/dashboard/customers/${id}?lang=en`)
    const page = text(body)
    const sections = {
      devices: guest.mac,
      package: 'Day Pass',
      payment: '৳30',
      message: sms?.body ?? 'no SMS',
      session: '700 MB',
      upload: '12 MB',
      use: 'Data used, last 30 days',
      verdict: 'Why is this customer offline?',
      timeline: 'the device went out of reach',
      router: router.name,
      paid: 'Payment: Paid',
      event: 'Package started',
    }
    for (const [section, told] of Object.entries(sections)) assert.include(page, told, section)
    for (const strange of [other.mac, other.mobile, 'Weekly']) assert.notInclude(page, strange)
  })
})
