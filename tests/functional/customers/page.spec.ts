import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import Customer from '#hotspot/customers/customer'
import Activity from '#tenancy/activity/activity'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { asOwner } from '#tests/support/database'
import { errorAt, formOf, text } from '#tests/support/forms'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { addCustomer, addDevice, addSession, giveNow } from '#tests/functional/customers/staff'

let isp: Isp
let owner: Visitor

async function csrfOf(visitor: Visitor): Promise<string> {
  return formOf(await visitor.get('/dashboard'), '/logout').fields._csrf ?? ''
}

const pageOf = ({ id }: Customer) => `/dashboard/customers/${id}`

test.group('Customers | The page', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
  })

  test('name and notes are kept, shown as text and logged', async ({ assert }) => {
    const customer = await addCustomer(isp)
    const notes = '<img src=x onerror=alert(1)>\nsecond line'
    const page = await owner.submit(
      pageOf(customer),
      { name: 'রহিম "R" <b>', notes },
      `${pageOf(customer)}/notes`
    )
    assert.notInclude(page.body, '<img src=x')
    assert.include(text(page.body), '<img src=x onerror=alert(1)> second line')
    const [kept, activity] = await isp.inside(async () => [
      await Customer.findOrFail(customer.id),
      await Activity.query()
        .where('action', 'customer.noted')
        .where('subject', customer.mobile)
        .first(),
    ])
    assert.equal(kept?.name, 'রহিম "R" <b>')
    assert.equal(kept?.notes?.replaceAll('\r', ''), notes)
    assert.equal(activity?.accountName, 'Rahim Uddin')
  })

  test('{0} is refused at its field, and what was typed stays')
    .with([
      ['a name too long', 'name', { name: 'n'.repeat(81), notes: 'kept text' }],
      ['a name of two lines', 'name', { name: 'a\tb', notes: 'kept text' }],
    ] as [string, string, Record<string, string>][])
    .run(async ({ assert }, [, field, changes]) => {
      const customer = await addCustomer(isp, { name: 'Before' })
      const page = await owner.submit(pageOf(customer), changes, `${pageOf(customer)}/notes`)
      assert.exists(errorAt(page, field))
      assert.include(page.body, 'kept text')
      assert.equal((await isp.inside(() => Customer.findOrFail(customer.id))).name, 'Before')
    })

  test('the verdict and the facts it is read from stand on top', async ({ assert }) => {
    const router = await registerRouter(isp)
    const customer = await addCustomer(isp)
    const { mac } = await addDevice(isp, customer)
    await giveNow(isp, customer, 'Day Pass')
    const began = DateTime.utc().minus({ minutes: 20 })
    await addSession(isp, { mac, began, nas: router.address })

    const page = text((await owner.get(pageOf(customer))).body)
    const local = began.setZone('Asia/Dhaka')
    const today = local.hasSame(DateTime.now().setZone('Asia/Dhaka'), 'day')
    assert.include(
      page,
      `Online since ${local.toFormat(today ? 'HH:mm' : 'd LLL, HH:mm')} on ${router.name}.`
    )
    assert.include(page, 'Session started, still running')
  })

  test('why a session ended is told in words', async ({ assert }) => {
    const customer = await addCustomer(isp)
    const { mac } = await addDevice(isp, customer)
    await giveNow(isp, customer, 'Day Pass')
    const ended = DateTime.utc().minus({ minutes: 5 })
    await addSession(isp, { mac, began: ended.minus({ hours: 1 }), ended, cause: 'Lost-Carrier' })
    assert.include(text((await owner.get(pageOf(customer))).body), 'the device went out of reach.')
  })

  test('use is drawn by day, a session over midnight on both of them', async ({ assert }) => {
    const customer = await addCustomer(isp)
    const { mac } = await addDevice(isp, customer)
    const midnight = DateTime.now().setZone('Asia/Dhaka').startOf('day').minus({ days: 2 })
    await addSession(isp, {
      mac,
      began: midnight.minus({ hours: 1 }),
      ended: midnight.plus({ hours: 3 }),
      download: 400 * 1024 ** 2,
      upload: 40 * 1024 ** 2,
    })
    const page = text((await owner.get(pageOf(customer))).body)
    const day = (at: DateTime) => at.toFormat('LLLL d')
    assert.include(page, `${day(midnight.minus({ hours: 1 }))}: 100 MB down, 10 MB up`)
    assert.include(page, `${day(midnight)}: 300 MB down, 30 MB up`)
    assert.include(page, '440 MB')
  })

  test('a customer of another ISP is not there: {0} {1}')
    .with([
      ['GET', ''],
      ['GET', '/merge'],
      ['POST', '/notes'],
      ['POST', '/block'],
      ['POST', '/unblock'],
    ] as ['GET' | 'POST', string][])
    .run(async ({ assert }, [method, path]) => {
      const neighbour = await openIsp({ gateways: false, packages: false })
      const first = await addCustomer(neighbour)
      await asOwner(`alter table ${neighbour.tenant.schema}.customers alter id restart 900001`)
      const stranger = await addCustomer(neighbour, { name: 'Stranger' })
      assert.isAbove(stranger.id, first.id)
      const action = `${pageOf(stranger)}${path}`
      const page = await owner.browser.visit(owner.host, action, {
        method,
        headers: { 'x-forwarded-for': owner.address },
        ...(method === 'POST' && { form: { _csrf: await csrfOf(owner), name: 'x', notes: '' } }),
      })
      assert.equal(page.status, 404)
      const untouched = await neighbour.inside(() => Customer.findOrFail(stranger.id))
      assert.deepEqual([untouched.name, untouched.status], ['Stranger', 'active'])
    })

  test('{0} may{1} note, and may{2} block, merge, import and export')
    .with([
      ['support', ' not', ' not', 403, 403],
      ['cashier', '', ' not', 302, 403],
      ['manager', '', '', 302, 302],
    ] as ['support' | 'cashier' | 'manager', string, string, number, number][])
    .run(async ({ assert }, [role, , , note, manage]) => {
      const customer = await addCustomer(isp)
      const visitor = await operatorOf(isp, role)
      const { body } = await visitor.get(pageOf(customer))
      assert.equal(body.includes(`${pageOf(customer)}/notes"`), note === 302)
      assert.equal(body.includes(`${pageOf(customer)}/block"`), manage === 302)

      const token = await csrfOf(visitor)
      const post = (path: string, form: Record<string, string> = {}) =>
        visitor.browser.visit(visitor.host, path, {
          method: 'POST',
          headers: { 'x-forwarded-for': visitor.address },
          form: { _csrf: token, ...form },
        })
      assert.equal((await post(`${pageOf(customer)}/notes`, { name: 'n', notes: '' })).status, note)
      assert.equal((await post(`${pageOf(customer)}/block`)).status, manage)
      for (const path of [
        `${pageOf(customer)}/merge`,
        '/dashboard/customers/import',
        '/dashboard/customers/export',
      ]) {
        assert.equal((await visitor.get(path)).status, manage === 302 ? 200 : 403, path)
      }
    })
})
