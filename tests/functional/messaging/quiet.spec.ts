import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import { offerOf } from '#hotspot/activation/offer'
import Package from '#hotspot/packages/package'
import { QueueMessage, type OutgoingMessage } from '#messaging/queue_message'
import { quietHours } from '#messaging/quiet_hours'
import SmsMessage from '#messaging/sms_message'
import type { SmsEvent } from '#messaging/templates'
import { JobQueue } from '#tenancy/jobs/job_queue'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { asOwner } from '#tests/support/database'
import { deliver } from '#tests/support/deliver'
import { eventually } from '#tests/support/eventually'
import { createCustomer } from '#tests/support/fixtures'
import { errorAt, noticeOf } from '#tests/support/forms'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { world } from '#tests/support/world'

const PATH = '/dashboard/settings/sms-texts'
const HOURS = '/dashboard/settings/sms-quiet-hours'

/** Far ahead, so that no worker of this run comes to what waits. Dhaka is six hours ahead of UTC. */
const NIGHT = DateTime.fromISO('2041-03-05T17:30:00', { zone: 'utc' })
const MORNING = DateTime.fromISO('2041-03-06T02:00:00', { zone: 'utc' })

let isp: Isp

/** Decides on a message at that moment. */
async function queued<E extends SmsEvent>(
  message: Omit<OutgoingMessage<E>, 'mobile' | 'locale'>,
  now = NIGHT
): Promise<SmsMessage> {
  const [tenancy, jobs] = [await app.container.make(Tenancy), await app.container.make(JobQueue)]
  const queue = new QueueMessage(tenancy, jobs, new FrozenClock(now))
  const mobile = trustMobileNumber(anyMobile())
  await isp.inside(() => queue.execute({ ...message, mobile, locale: 'en' }))
  return isp.inside(() => SmsMessage.findByOrFail('mobile', mobile))
}

const suspended = {
  event: 'suspended',
  data: { tenant: 'X', reason: 'time_limit_exceeds' },
} as const
const paid = {
  event: 'payment_confirmed',
  data: { tenant: 'X', package: 'Day Pass', amount: 'BDT 30', expires: 'soon' },
} as const

async function keep(smsQuiet: unknown) {
  await isp.tenant.merge({ settings: { ...isp.tenant.settings, smsQuiet } }).save()
}

test.group('SMS in quiet hours', (group) => {
  group.setup(async () => {
    isp = await openIsp()
  })
  group.each.setup(() => keep({ from: '22:00', to: '08:00', answersGo: false }))

  test('what is decided waits in the queue for their end, and is sent then', async ({ assert }) => {
    const message = await queued(suspended)
    assert.equal(message.dueAt?.toMillis(), MORNING.toMillis())
    const [job] = await asOwner(
      `select start_after from pgboss.job where name = 'send-sms'
        and (data->>'tenantId')::int = ${isp.tenant.id} and (data->>'messageId')::int = ${message.id}`
    )
    assert.equal(new Date(String(job?.start_after)).getTime(), MORNING.toMillis())

    const early = await deliver(isp, message, MORNING.minus({ minutes: 1 }))
    assert.equal(early.status, 'queued', 'a job that comes too early sends nothing')
    assert.lengthOf(world().sms.control.messages(message.mobile), 0)
    assert.equal((await deliver(isp, message, MORNING)).status, 'sent')
    assert.lengthOf(world().sms.control.messages(message.mobile), 1)
  })

  test('a code goes at once, and so does what is for the ISP’s people', async ({ assert }) => {
    const otp = await queued({
      event: 'otp',
      data: { tenant: 'X', code: '4711', minutes: 5 },
      worthSeconds: 300,
    })
    const alert = await queued({ event: 'routers_news', data: { tenant: 'X', news: 'x' } })
    assert.deepEqual([otp.dueAt, alert.dueAt], [null, null])
    await eventually('the code arrives', () => world().sms.control.messages(otp.mobile).length)
  })

  test('answers wait, too, unless the ISP lets them go', async ({ assert }) => {
    assert.isNotNull((await queued(paid)).dueAt)
    await keep({ from: '22:00', to: '08:00', answersGo: true })
    assert.isNull((await queued(paid)).dueAt)
    assert.isNotNull((await queued(suspended)).dueAt, 'news do not')
  })

  test('what nobody needs in the morning is dropped, with the reason', async ({ assert }) => {
    const welcome = await queued({
      event: 'welcome',
      data: { tenant: 'X', package: 'Trial', duration: '1 hour' },
    })
    assert.deepInclude(welcome.toJSON(), { status: 'failed', error: 'quiet_hours', dueAt: null })
    const short = await queued({ ...paid, worthSeconds: 600 })
    assert.deepInclude(short.toJSON(), { status: 'failed', error: 'quiet_hours' })
  })

  test('what comes to its turn in quiet hours only, after a retry, waits as well', async ({
    assert,
  }) => {
    const message = await queued(paid, NIGHT.minus({ hours: 3 }))
    assert.isNull(message.dueAt)
    const found = await isp.inside(() =>
      SmsMessage.create({
        mobile: trustMobileNumber(anyMobile()),
        event: 'payment_confirmed',
        body: 'x',
        segments: 1,
        status: 'queued',
        createdAt: NIGHT.minus({ hours: 3 }),
      })
    )
    const waiting = await deliver(isp, found, NIGHT)
    assert.equal(waiting.status, 'queued')
    assert.equal(waiting.dueAt?.toMillis(), MORNING.toMillis())
  })

  test('a purchase at night takes back what it made untrue, and nothing else', async ({
    assert,
  }) => {
    const activate = await app.container.make(ActivatePackage)
    const customer = await isp.inside(() => createCustomer(1, 'Rahima Khatun'))
    const waiting = [
      await queued({ ...suspended, customerId: customer.id }),
      await queued({ ...paid, customerId: customer.id }),
      await queued({ ...suspended, customerId: customer.id + 1 }),
    ]
    await isp.inside(async () => {
      const bought = await Package.findByOrFail('name', 'Day Pass')
      await activate.execute(customer.id, offerOf(bought), 'cash')
    })
    const after = await isp.inside(() =>
      SmsMessage.query()
        .whereIn(
          'id',
          waiting.map(({ id }) => id)
        )
        .orderBy('id')
    )
    assert.deepEqual(
      after.map(({ status, error }) => [status, error]),
      [
        ['failed', 'overtaken'],
        ['queued', null],
        ['queued', null],
      ]
    )
  })
})

test.group('SMS quiet hours | Settings', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })
  const kept = async () => quietHours(await Tenant.findOrFail(isp.tenant.id))

  test('are kept, and a time that is none is refused at its field', async ({ assert }) => {
    const owner = await operatorOf(isp)
    const change = (fields: Record<string, string | undefined>) => owner.submit(PATH, fields, HOURS)
    const page = await change({ sms_quiet_from: '22:30', sms_quiet_to: '07:00', answers_go: '1' })
    assert.include(noticeOf(page), 'The quiet hours are saved')
    assert.deepEqual(await kept(), { from: '22:30', to: '07:00', answersGo: true })

    const bad = await change({ sms_quiet_to: '25:00' })
    assert.include(errorAt(bad, 'sms_quiet_to'), 'Enter a time')
    await change({ answers_go: undefined })
    assert.deepEqual(await kept(), { from: '22:30', to: '07:00', answersGo: false })
  })

  test('a cashier changes none', async ({ assert }) => {
    const cashier = await operatorOf(isp, 'cashier')
    const before = await kept()
    const page = await cashier.submit(PATH, { sms_quiet_from: '01:00' }, HOURS)
    assert.equal(page.status, 403)
    assert.deepEqual(await kept(), before)
  })
})
