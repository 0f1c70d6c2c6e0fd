import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { gigabytes, octets } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import type Customer from '#hotspot/customers/customer'
import AutoSuspensionLog from '#hotspot/logs/auto_suspension_log'
import Package from '#hotspot/packages/package'
import CustomerPayment from '#payments/customer_payment'
import RouterCommand from '#routers/commands/router_command'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Activity from '#tenancy/activity/activity'
import { Counter } from '#tests/functional/recharge/counter'
import { eventually } from '#tests/support/eventually'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { registerRouter } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { radiusRowsOf } from '#tests/support/radius_rows'

/** What an undo must give back: all of the activation's terms, but not what was used. */
function terms(activation: Activation | null) {
  return { ...activation?.serialize(), octetsUsed: null }
}

test.group('Recharge | Undo', (group) => {
  let counter: Counter
  group.setup(async () => {
    counter = await Counter.open()
  })

  async function radiusRows(customer: Customer) {
    return counter.isp.inside(async () => {
      const [device] = await customer.related('devices').query()
      return Object.fromEntries(await radiusRowsOf(device?.mac ?? ''))
    })
  }

  test('an extension is taken back: time, data, price, name and speed', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    const before = await counter.standing(customer)
    const rows = await radiusRows(customer)
    const payment = await counter.sold(customer, { package: 'Weekly', mode: 'add' })
    assert.notDeepEqual(await radiusRows(customer), rows)
    await counter.change(customer, { octetsUsed: octets(12_345) })

    const page = await counter.undo(payment, 'He wanted the <b>Day</b> Pass')
    assert.include(noticeOf(page), 'Day Pass runs again')
    assert.include(text(page.body), 'He wanted the <b>Day</b> Pass')
    assert.notInclude(page.body, '<b>Day</b>')

    const after = await counter.standing(customer)
    assert.deepEqual(terms(after.activation), terms(before.activation))
    assert.equal(after.activation?.octetsUsed, octets(12_345), 'what was used stays used')
    assert.deepEqual(await radiusRows(customer), rows)

    const undone = await counter.payment(payment.id)
    assert.include(undone.$attributes, {
      undoneByName: 'Rahim Uddin',
      undoReason: 'He wanted the <b>Day</b> Pass',
      amountMinor: 15_000,
    })
    const activity = await counter.isp.inside(() =>
      Activity.query().where('action', 'recharge.undone').orderBy('id', 'desc').firstOrFail()
    )
    assert.equal(activity.detail.reason, 'He wanted the <b>Day</b> Pass')
    assert.equal(activity.ip, counter.operator.address)
    const log = await counter.isp.inside(() =>
      HotspotLog.query().where({ customerId: customer.id, event: 'recharge_undone' }).firstOrFail()
    )
    assert.include(log.detail, { who: 'Rahim Uddin', from: counter.operator.address })
  })

  test('a replaced package runs again with what was left of it', async ({ assert }) => {
    const router = await registerRouter(counter.isp)
    const customer = await counter.customer(router.id)
    await counter.sold(customer, { package: 'Day Pass' })
    await counter.change(customer, { octetsUsed: gigabytes(1) })
    const before = await counter.standing(customer)
    const payment = await counter.sold(customer, { package: 'Weekly' })

    assert.include(noticeOf(await counter.undo(payment)), 'Day Pass runs again')
    const after = await counter.standing(customer)
    assert.deepEqual(after.activation?.serialize(), before.activation?.serialize())
    const made = await counter.isp.inside(() => Activation.findOrFail(payment.activationId))
    assert.equal(made.status, 'ended')
    assert.equal((await radiusRows(customer))['Mikrotik-Rate-Limit'], '5M/10M')
    const commands = await counter.isp.inside(() =>
      RouterCommand.query().where('router_id', router.id).orderBy('id')
    )
    assert.deepEqual(
      commands.map(({ kind }) => kind),
      ['login', 'login', 'login']
    )
  })

  test('the first package of all: afterwards nothing runs and the router ends the session', async ({
    assert,
  }) => {
    const router = await registerRouter(counter.isp)
    const customer = await counter.customer(router.id)
    const payment = await counter.sold(customer, { package: 'Day Pass' })

    assert.include(noticeOf(await counter.undo(payment)), 'nothing is running now')
    const { customer: now, activation } = await counter.standing(customer)
    assert.isNull(activation)
    assert.equal(now.status, 'active')
    assert.deepEqual(await radiusRows(customer), {})
    const last = await counter.isp.inside(() =>
      RouterCommand.query().where('router_id', router.id).orderBy('id', 'desc').firstOrFail()
    )
    assert.equal(last.kind, 'logout')
  })

  test('a customer who was suspended is suspended again, with no second log', async ({
    assert,
  }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    await counter.change(customer, { octetsUsed: gigabytes(2), exhaustedAt: DateTime.utc() })
    await suspended(customer)
    const payment = await counter.sold(customer, { package: 'Weekly' })

    await counter.undo(payment)
    const { customer: now, activation } = await counter.standing(customer)
    assert.include(now.$attributes, { status: 'suspended', suspendReason: 'volume_limit_exceeds' })
    assert.include(activation?.$attributes, { packageName: 'Day Pass', status: 'suspended' })
    const logs = await counter.isp.inside(() =>
      AutoSuspensionLog.query().where('customer_id', customer.id)
    )
    assert.lengthOf(logs, 1)
  })

  test('a replaced package that has expired meanwhile suspends', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    const soon = DateTime.utc().plus({ seconds: 3 })
    await counter.change(customer, { expiresAt: soon })
    const payment = await counter.sold(customer, { package: 'Weekly' })
    await eventually('the Day Pass is over', () => DateTime.utc() > soon)

    assert.include(noticeOf(await counter.undo(payment)), 'nothing is running now')
    await suspended(customer)
    const { customer: now, activation } = await counter.standing(customer)
    assert.equal(now.suspendReason, 'time_limit_exceeds')
    assert.equal(activation?.packageName, 'Day Pass')
  })

  test('an extension whose old data is used up suspends', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    const payment = await counter.sold(customer, { package: 'Day Pass' })
    await counter.change(customer, { octetsUsed: gigabytes(3) })

    assert.include(noticeOf(await counter.undo(payment)), 'nothing is running now')
    await suspended(customer)
    assert.equal((await counter.standing(customer)).customer.suspendReason, 'volume_limit_exceeds')
  })

  test('an extension that was used up to its end stays suspended', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    const payment = await counter.sold(customer, { package: 'Day Pass' })
    await counter.change(customer, { octetsUsed: gigabytes(4), exhaustedAt: DateTime.utc() })
    await suspended(customer)

    await counter.undo(payment)
    const { customer: now, activation } = await counter.standing(customer)
    assert.equal(now.status, 'suspended')
    assert.include(activation?.$attributes, { status: 'suspended', octetsLimit: gigabytes(2) })
  })

  test('a blocked customer stays blocked', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Day Pass' })
    const payment = await counter.sold(customer, { package: 'Weekly' })
    await counter.isp.inside(async () => {
      const { customer: now } = await counter.standing(customer)
      await now.merge({ status: 'blocked' }).save()
    })
    await counter.undo(payment)
    const { customer: now, activation } = await counter.standing(customer)
    assert.equal(now.status, 'blocked')
    assert.equal(activation?.packageName, 'Day Pass')
  })

  test('a package that was deleted meanwhile does not stand in the way', async ({ assert }) => {
    const own = await Counter.open()
    const customer = await own.customer()
    await own.sold(customer, { package: 'Day Pass' })
    const payment = await own.sold(customer, { package: 'Weekly' })
    await own.isp.inside(() => Package.query().where('name', 'Day Pass').delete())
    await own.undo(payment)
    const { activation } = await own.standing(customer)
    assert.include(activation?.$attributes, {
      packageName: 'Day Pass',
      status: 'running',
      packageId: null,
    })
  })

  test('one after the other, the later first', async ({ assert }) => {
    const customer = await counter.customer()
    const first = await counter.sold(customer, { package: 'Day Pass' })
    const second = await counter.sold(customer, { package: 'Day Pass' })
    assert.include(
      text((await counter.operator.get(`/dashboard/recharges/${first.id}`)).body),
      'Undo the later one first'
    )
    await counter.undo(second)
    await counter.undo(first)
    const payments = await counter.payments(customer)
    assert.isTrue(payments.every(({ undoneAt }) => undoneAt !== null))
    assert.isNull((await counter.standing(customer)).activation)
  })

  test('what was undone can be sold again, and the router is told again', async ({ assert }) => {
    const router = await registerRouter(counter.isp)
    const customer = await counter.customer(router.id)
    await counter.sold(customer, { package: 'Day Pass' })
    await counter.undo(await counter.sold(customer, { package: 'Day Pass' }))
    await counter.sold(customer, { package: 'Day Pass' })
    const { activation } = await counter.standing(customer)
    assert.equal(activation?.octetsLimit, gigabytes(4))
    const commands = await counter.isp.inside(() =>
      RouterCommand.query().where('router_id', router.id)
    )
    assert.lengthOf(commands, 4)
  })

  test('twice at once is once', async ({ assert }) => {
    const customer = await counter.customer()
    const payment = await counter.sold(customer, { package: 'Day Pass' })
    const second = await operatorOf(counter.isp)
    const both = [counter.undo(payment), counter.undo(payment, 'wrong customer', second)]
    const said = (await Promise.all(both)).map((page) => noticeOf(page))
    assert.lengthOf(
      said.filter((notice) => notice.includes('was undone already')),
      1
    )
    const done = await counter.isp.inside(() =>
      Activity.query()
        .where('action', 'recharge.undone')
        .where('subject', 'like', `${customer.mobile}%`)
    )
    assert.lengthOf(done, 1)
  })

  test('it is refused when {why}')
    .with([
      { why: 'it was paid yesterday', spoil: 'yesterday', says: 'on its own day only' },
      { why: 'it was undone', spoil: 'undone', says: 'undone already' },
      { why: 'something was paid later', spoil: 'later', says: 'Undo the later one first' },
      { why: 'its activation was changed', spoil: 'changed', says: 'Undo the later one first' },
    ] as const)
    .run(async ({ assert }, { spoil, says }) => {
      const customer = await counter.customer()
      const payment = await counter.sold(customer, { package: 'Day Pass' })
      const address = `/dashboard/recharges/${payment.id}`
      const form = await counter.operator.get(address)
      await spoilers[spoil](customer, payment)

      const token = /name='_csrf' value='([^']+)'/.exec(form.body)?.[1] ?? ''
      const answer = await counter.operator.browser.visit(
        counter.operator.host,
        `${address}/undo`,
        {
          method: 'POST',
          form: { _csrf: token, reason: 'a good reason' },
        }
      )
      const page = await counter.operator.follow(answer)
      assert.include(noticeOf(page), says)
      assert.notInclude(page.body, `action="${address}/undo"`)
      const { activation } = await counter.standing(customer)
      assert.equal(activation?.status, 'running')
    })

  const spoilers = {
    yesterday: async (_: Customer, { id }: CustomerPayment) => {
      const paidAt = DateTime.now().setZone('Asia/Dhaka').startOf('day').minus({ seconds: 1 })
      await counter.isp.inside(() =>
        CustomerPayment.query().where({ id }).update({ paidAt: paidAt.toJSDate() })
      )
    },
    undone: async (_: Customer, { id }: CustomerPayment) => {
      await counter.isp.inside(() =>
        CustomerPayment.query().where({ id }).update({ undoneAt: new Date() })
      )
    },
    later: async (customer: Customer) => {
      await counter.sold(customer, { package: 'Weekly', mode: 'add' })
    },
    changed: async (customer: Customer) => {
      await counter.change(customer, { expiresAt: DateTime.utc().plus({ days: 9 }) })
    },
  }

  test('a {role} may not')
    .with([{ role: 'manager' }, { role: 'cashier' }, { role: 'support' }] as const)
    .run(async ({ assert }, { role }) => {
      const customer = await counter.customer()
      const payment = await counter.sold(customer, { package: 'Day Pass' })
      const operator = await operatorOf(counter.isp, role)
      const address = `/dashboard/recharges/${payment.id}`
      const page = await operator.get(address)
      assert.include(text(page.body), 'Only an owner can undo')
      const token = /name='_csrf' value='([^']+)'/.exec(page.body)?.[1] ?? ''
      const answer = await operator.browser.visit(operator.host, `${address}/undo`, {
        method: 'POST',
        form: { _csrf: token, reason: 'because' },
      })
      assert.equal(answer.status, 403)
      assert.isNull((await counter.payment(payment.id)).undoneAt)
    })

  test('a reason is asked for', async ({ assert }) => {
    const customer = await counter.customer()
    const payment = await counter.sold(customer, { package: 'Day Pass' })
    assert.isDefined(errorAt(await counter.undo(payment, ' '), 'reason'))
    assert.isNull((await counter.payment(payment.id)).undoneAt)
  })

  test('another ISP’s payment is nobody’s', async ({ assert }) => {
    const other = await Counter.open()
    const customer = await counter.customer()
    const payment = await counter.sold(customer, { package: 'Day Pass' })
    const address = `/dashboard/recharges/${payment.id + 1000}`
    assert.equal((await other.operator.get(`/dashboard/recharges/${payment.id}`)).status, 404)
    assert.equal((await other.operator.get(address)).status, 404)
  })

  async function suspended(customer: Customer): Promise<void> {
    await eventually('suspended', async () => {
      const { customer: now, activation } = await counter.standing(customer)
      return now.status === 'suspended' && activation?.status === 'suspended'
    })
  }
})
