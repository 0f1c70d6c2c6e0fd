import { test } from '@japa/runner'
import { parseMacAddress } from '#core/mac_address'
import Customer from '#hotspot/customers/customer'
import RouterCommand from '#routers/commands/router_command'
import Activity from '#tenancy/activity/activity'
import { eventually } from '#tests/support/eventually'
import { formOf, text } from '#tests/support/forms'
import { connectRouter, openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { addCustomer, addDevice, answersTo, giveNow } from '#tests/functional/customers/staff'
import type Router from '#routers/router'

let isp: Isp
let owner: Visitor
let router: Router

const pageOf = ({ id }: Customer) => `/dashboard/customers/${id}`
const act = (customer: Customer, action: string) =>
  owner.submit(pageOf(customer), {}, `${pageOf(customer)}/${action}`)

async function customerWithPackage(at = router) {
  const customer = await addCustomer(isp)
  const device = await addDevice(isp, customer, { routerId: at.id })
  await giveNow(isp, customer, 'Day Pass')
  return { customer, device }
}

async function commands(mac: string): Promise<string[]> {
  const queued = await isp.inside(() =>
    RouterCommand.query().whereRaw(`payload->>'mac' = ?`, [mac]).orderBy('id')
  )
  return queued.map(({ kind }) => kind)
}

test.group('Customers | Blocking', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
    router = await registerRouter(isp)
  })

  test('the page says beforehand what will happen', async ({ assert }) => {
    const { customer } = await customerWithPackage()
    const page = text((await owner.get(pageOf(customer))).body)
    assert.include(page, 'RADIUS refuses every device of this number from now on.')
  })

  test('RADIUS refuses, the router is told to end the session, and the log says who', async ({
    assert,
  }) => {
    const { customer, device } = await customerWithPackage()
    assert.notInclude((await answersTo(isp, device.mac)).join(), 'Auth-Type Reject')

    const page = await act(customer, 'block')
    assert.include(text(page.body), 'Blocked by Rahim Uddin on')
    assert.include((await answersTo(isp, device.mac)).join(), 'Auth-Type Reject')
    assert.deepEqual(await commands(device.mac), ['logout'])
    const log = await isp.inside(() =>
      Activity.query().where('action', 'customer.blocked').where('subject', customer.mobile)
    )
    assert.deepEqual(
      log.map(({ accountName }) => accountName),
      ['Rahim Uddin']
    )
  })

  test('the session ends at the router, and the device is not let in again until unblocked', async ({
    assert,
    cleanup,
  }) => {
    const { router: zone, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const phone = await virtual.addPhone()
    const customer = await addCustomer(isp)
    const mac = parseMacAddress(phone.mac)
    assert.exists(mac)
    if (!mac) return
    await addDevice(isp, customer, { mac, routerId: zone.id, lastIp: null })
    await giveNow(isp, customer, 'Day Pass')
    await phone.join()
    await eventually('online by its MAC', () => phone.online)

    await act(customer, 'block')
    await eventually('the session was ended', () => !phone.online)
    phone.leave()
    await virtual.clock.advance(600)
    await phone.join()
    const page = await eventually('the refusal is among the facts', async () => {
      const seen = text((await owner.get(pageOf(customer))).body)
      return seen.includes('RADIUS refused the device') && seen
    })
    assert.include(page, 'Your account is blocked.')
    assert.isFalse(phone.online)
    await act(customer, 'unblock')
    await eventually('let in again', () => phone.online)
  })

  test('blocking twice tells the router once', async ({ assert }) => {
    const { customer, device } = await customerWithPackage()
    const form = await owner.get(pageOf(customer))
    await act(customer, 'block')
    const { fields } = formOf(form, '/logout')
    const again = await owner.browser.visit(owner.host, `${pageOf(customer)}/block`, {
      method: 'POST',
      headers: { 'x-forwarded-for': owner.address },
      form: { _csrf: fields._csrf ?? '' },
    })
    assert.equal(again.headers.location, pageOf(customer))
    assert.deepEqual(await commands(device.mac), ['logout'])
  })

  test('unblocking lets the package go on and asks the router to let the device in', async ({
    assert,
  }) => {
    const { customer, device } = await customerWithPackage()
    await act(customer, 'block')
    await act(customer, 'unblock')
    const { status, blockedAt } = await isp.inside(() => Customer.findOrFail(customer.id))
    assert.deepEqual([status, blockedAt], ['active', null])
    assert.notInclude((await answersTo(isp, device.mac)).join(), 'Auth-Type Reject')
    assert.deepEqual(await commands(device.mac), ['logout', 'login'])
  })

  test('somebody whose data was used up is suspended again, not active', async ({ assert }) => {
    const customer = await addCustomer(isp, { status: 'suspended' })
    await addDevice(isp, customer, { routerId: router.id })
    await giveNow(isp, customer, 'Day Pass', {
      status: 'suspended',
      suspendReason: 'volume_limit_exceeds',
    })
    await act(customer, 'block')
    await act(customer, 'unblock')
    const { status, suspendReason } = await isp.inside(() => Customer.findOrFail(customer.id))
    assert.deepEqual([status, suspendReason], ['suspended', 'volume_limit_exceeds'])
  })

  test('a number that was never proved still has to be', async ({ assert }) => {
    const customer = await addCustomer(isp, { status: 'pending' })
    await act(customer, 'block')
    await act(customer, 'unblock')
    assert.equal((await isp.inside(() => Customer.findOrFail(customer.id))).status, 'pending')
  })

  test('a router that does not answer is named in the verdict after unblocking', async ({
    assert,
  }) => {
    const silent = await registerRouter(isp)
    const { customer } = await customerWithPackage(silent)
    await isp.inside(() => Customer.query().where('id', customer.id).update({ status: 'blocked' }))
    await act(customer, 'unblock')
    const verdict = await eventually('the router was tried in vain', async () => {
      const page = text((await owner.get(pageOf(customer))).body)
      return page.includes(`The router ${silent.name} was asked at`) && page
    })
    assert.match(verdict, /One try so far, the next at|tries so far, the next at/)
  })
})
