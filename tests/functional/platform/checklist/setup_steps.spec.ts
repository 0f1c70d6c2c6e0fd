import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { setupStepsQuery } from '#dashboard/setup_checklist/setup_steps_query'
import { AddStarterPackages } from '#hotspot/packages/add_starter_packages'
import Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { addCustomer, addDevice, addSession } from '#tests/functional/customers/staff'
import { asOwner } from '#tests/support/database'
import { formOf, text } from '#tests/support/forms'
import { connectGateways, openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const LIST = 'Getting started'

let isp: Isp
let owner: Visitor

const change = (sql: string) => asOwner(sql.replaceAll('its.', `${isp.tenant.schema}.`))

/** What an ISP does, one thing after the other, and the step that is done by it. */
const deeds: { key: string; deed: () => Promise<unknown> }[] = [
  {
    key: 'packages',
    deed: async () => (await app.container.make(AddStarterPackages)).execute(isp.tenant),
  },
  { key: 'router', deed: () => registerRouter(isp) },
  { key: 'joined', deed: () => change('update its.routers set joined_at = now()') },
  {
    key: 'garden',
    deed: () => change(`update its.routers set walled_garden = '{"pushed": {"at": "now"}}'`),
  },
  { key: 'sms', deed: () => change(`update its.sms_gateways set environment = 'live'`) },
  { key: 'payments', deed: () => change(`update its.payment_gateways set environment = 'live'`) },
  {
    key: 'phone',
    deed: async () => {
      const { mac } = await addDevice(isp, await addCustomer(isp))
      await addSession(isp, { mac, began: DateTime.utc() })
    },
  },
  {
    key: 'first_payment',
    deed: () =>
      change(`insert into its.customer_payments
        (customer_id, method, package_name, amount_minor, currency)
        select id, 'cash', 'Day Pass', 3000, 'BDT' from its.customers limit 1`),
  },
]

test.group('The set-up checklist', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  const done = async () => {
    const tenancy = await app.container.make(Tenancy)
    const steps = await isp.inside(() => setupStepsQuery(tenancy, 'off'))
    return steps.filter((step) => step.done).map(({ key }) => key)
  }

  test('every step is done by what the ISP does, and by nothing before', async ({ assert }) => {
    assert.deepEqual(await done(), [])
    for (const [index, { key, deed }] of deeds.entries()) {
      /** Sandbox accounts are no step: they are connected, and nothing is ticked. */
      if (key === 'sms') {
        await connectGateways(isp)
        assert.lengthOf(await done(), index)
      }
      await deed()
      assert.sameMembers(
        await done(),
        deeds.slice(0, index + 1).map((one) => one.key),
        key
      )
    }
  })

  test('an empty SMS account, a removed gateway and a payment undone are steps again', async ({
    assert,
  }) => {
    await change(`update its.sms_gateways set balance_minor = 0, balance_currency = 'BDT'`)
    await change('update its.payment_gateways set enabled = false')
    assert.notIncludeMembers(await done(), ['sms', 'payments'])
    const page = await owner.get('/dashboard')
    assert.include(text(page.body), '2 steps left')
    for (const place of ['/dashboard/settings/sms', '/dashboard/settings/gateways']) {
      assert.include(page.body, `class="link" href="${place}"`)
    }
    await change('update its.sms_gateways set balance_minor = 100')
    await change('update its.payment_gateways set enabled = true')
    assert.includeMembers(await done(), ['sms', 'payments'])
  })

  test('done, it is gone by itself; a router deleted brings its steps back', async ({ assert }) => {
    assert.notInclude(text((await owner.get('/dashboard')).body), LIST)
    await change('delete from its.routers')
    assert.notIncludeMembers(await done(), ['router', 'joined', 'garden'])
    const said = text((await owner.get('/dashboard')).body)
    for (const line of [LIST, '3 steps left', 'Add your router']) assert.include(said, line)
  })

  test('after the first sale it can be put away for all, and brought back', async ({ assert }) => {
    const cashier = await operatorOf(isp, 'cashier')
    assert.notInclude((await cashier.get('/dashboard')).body, '/setup/hide')

    const page = await owner.submit('/dashboard', {}, '/dashboard/setup/hide')
    assert.notInclude(text(page.body), LIST)
    assert.notInclude(text((await cashier.get('/dashboard')).body), LIST)
    const back = await owner.submit('/dashboard/settings/profile', {}, '/dashboard/setup/show')
    assert.include(text(back.body), LIST)
    assert.isFalse((await Tenant.findOrFail(isp.tenant.id)).settings.setupHidden)
  })

  test('an empty company is not offered to put it away', async ({ assert }) => {
    const empty = await openIsp({ packages: false, gateways: false })
    const page = await (await operatorOf(empty)).get('/dashboard')
    assert.include(text(page.body), '8 steps left')
    assert.throws(() => formOf(page, '/dashboard/setup/hide'))
  })
})
