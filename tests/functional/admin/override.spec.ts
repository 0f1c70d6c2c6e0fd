import { test } from '@japa/runner'
import Subscription from '#platform/billing/subscription/subscription'
import { adminVisitor } from '#tests/functional/admin/admin'
import {
  asked,
  billing,
  priceOf,
  subscribed,
  withBilling,
} from '#tests/functional/platform/billing/stage'
import { text } from '#tests/support/forms'
import { openIsp } from '#tests/support/isp'

test.group('A plan that an admin gave', (group) => {
  withBilling(group)

  test('holds beside what the ISP pays for, until it pays for something else', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const { id, items } = await subscribed(isp, 'growth')
    const admin = await adminVisitor()
    const list = await admin.get(`/admin?q=${isp.tenant.slug}&order=earned`)
    assert.include(text(list.body), '$49', 'what it pays us')
    const csv = await admin.get(`/admin/tenants.csv?q=${isp.tenant.schema}`)
    assert.include(csv.body, '49.00 USD')
    const page = `/admin/tenants/${isp.tenant.id}`
    const give = (plan: string) =>
      admin.submit(page, { plan, reason: 'For the fair' }, `${page}/plan`)

    for (const plan of ['pro', 'starter']) {
      assert.include(text((await give(plan)).body), 'For the fair')
      await asked(isp)
      assert.equal(isp.tenant.plan, plan)
      assert.equal((await Subscription.findOrFail(isp.tenant.id)).plan, 'growth')
    }

    await billing().client.subscriptions.update(id, {
      items: [{ id: items.data[0]?.id ?? '', price: await priceOf('pro') }],
    })
    await asked(isp)
    assert.equal(isp.tenant.plan, 'pro')
  })
})
