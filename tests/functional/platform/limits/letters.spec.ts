import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { SentCounter } from '#messaging/pumping/sent_counter'
import { TellOfLimits } from '#platform/plans/tell_of_limits'
import { Housekeeping } from '#start/housekeeping'
import { letter, lettersTo, withMail } from '#tests/functional/platform/billing/letters'
import { later } from '#tests/functional/platform/billing/stage'
import { grant, onPlan } from '#tests/functional/platform/limits/stage'
import { soldForCash } from '#tests/functional/receipts/counter'
import { eventually } from '#tests/support/eventually'
import { openIsp, type Isp } from '#tests/support/isp'

let isp: Isp

/** A round that counted so many active customers. */
async function counted(...counts: number[]): Promise<void> {
  const tellOfLimits = await app.container.make(TellOfLimits)
  for (const active of counts) await tellOfLimits.execute(isp.tenant, active)
}

async function sent(messages: number): Promise<void> {
  const counter = await app.container.make(SentCounter)
  for (let n = 0; n < messages; n += 1) await counter.add(isp.tenant, 'month', Infinity)
}

const subjects = () => lettersTo(isp).map(({ subject }) => subject.replace(/^.*: /, ''))
const times = (subject: string) => subjects().filter((each) => each === subject).length

test.group('Letters about limits', (group) => {
  withMail(group)
  group.each.setup(async () => {
    isp = await openIsp({ gateways: false })
  })

  test('a round that counts a customer too many writes to the owners', async ({ assert }) => {
    await grant(isp, { activeCustomers: 2 })
    for (const n of [1, 2]) await soldForCash(isp, n)
    const housekeeping = await app.container.make(Housekeeping)
    await housekeeping.visit(isp.tenant)
    await housekeeping.visit(isp.tenant)
    const { text } = await letter(isp, 'more active customers than your plan includes')
    for (const told of [
      '2 active customers; its plan Growth includes 2',
      'Whoever pays you is still let in',
      'From 3 on, free trials and imports stop',
      `${isp.tenant.slug}.`,
      '/dashboard/settings/plan',
    ]) {
      assert.include(text, told)
    }
    assert.lengthOf(lettersTo(isp), 1)
  })

  test('each once as the use grows, and anew after 70 % or on another plan', async ({ assert }) => {
    const [near, over, stopped] = [
      'your plan is nearly full',
      'more active customers than your plan includes',
      'free trials and imports have stopped',
    ] as const
    await grant(isp, { activeCustomers: 100 })
    await counted(79, 80, 99, 81, 100, 99, 110, 120, 119, 80, 70, 120)
    for (const subject of [near, over, stopped]) await letter(isp, subject)
    await counted(69, 150, 110, 90)
    await letter(isp, stopped)
    await onPlan(isp, 'pro')
    await counted(90)
    await eventually('the letters', () => times(near) >= 2 && times(stopped) >= 2)
    assert.deepEqual([times(near), times(over), times(stopped)], [2, 1, 2])
  })

  test('of SMS once a month, and in the ISP’s language', async ({ assert }) => {
    await isp.tenant.merge({ locale: 'bn' }).save()
    await grant(isp, { smsPerMonth: 5 })
    await sent(4)
    await counted(0, 0)
    const { text } = await letter(isp, 'এ মাসের বেশির ভাগ SMS')
    for (const told of [
      'Growth',
      '৫টি',
      '৪টি',
      '৬টি',
      'অনলাইনেই থাকবেন',
      '/dashboard/settings/plan',
    ]) {
      assert.include(text, told)
    }
    await sent(2)
    await counted(0)
    await letter(isp, 'এ মাসে আর SMS যাবে না')

    await later(32, async () => {
      await counted(0)
      await sent(4)
      await counted(0)
    })
    const near = 'এ মাসের বেশির ভাগ SMS পাঠানো হয়ে গেছে'
    await eventually('next month’s letter', () => times(near) >= 2)
    assert.lengthOf(lettersTo(isp), 3)
  })
})
