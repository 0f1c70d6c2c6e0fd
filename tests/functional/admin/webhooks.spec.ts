import { test } from '@japa/runner'
import { randomBytes } from 'node:crypto'
import Subscription from '#platform/billing/subscription/subscription'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asked, billing, subscribed, withBilling } from '#tests/functional/platform/billing/stage'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { noticeOf, text } from '#tests/support/forms'
import { openIsp } from '#tests/support/isp'
import type { Visitor } from '#tests/support/operator'

async function outcomeOf(event: string) {
  const [row] = await asOwner<{ outcome: string; handled_at: Date | null }>(
    'select outcome, handled_at from platform.billing_events where id = $1',
    [event]
  )
  return row
}

const processAgain = (admin: Visitor, event: string) =>
  admin.submit(`/admin/webhooks/${event}`, {}, `/admin/webhooks/${event}/process`)

test.group('The webhook log', (group) => {
  withBilling(group)

  test('says whose an event was and what came of it', async ({ assert }) => {
    const { tenant } = await openIsp({ packages: false, gateways: false })
    const name = randomBytes(6).toString('hex')
    await asOwner(
      `insert into platform.subscriptions (tenant_id, customer) values ($1, $2)
       on conflict (tenant_id) do update set customer = excluded.customer`,
      [tenant.id, `cus_${name}`]
    )
    await asOwner(
      `insert into platform.billing_events (id, type, customer, made_at, handled_at, outcome) values
         ($1, 'invoice.paid', $2, now(), now(), 'applied'),
         ($3, 'invoice.paid', $4, now(), now(), 'foreign')`,
      [`evt_${name}`, `cus_${name}`, `evt_x${name}`, `cus_x${name}`]
    )
    const admin = await adminVisitor()
    const own = text((await admin.get(`/admin/webhooks?q=${tenant.slug.slice(6)}`)).body)
    assert.include(own, `evt_${name} Applied ${tenant.name}`)
    const foreign = text((await admin.get(`/admin/webhooks?q=evt_x${name}`)).body)
    assert.include(foreign, 'Of no ISP here')
    const none = await admin.get(`/admin/webhooks?q=evt_${name}&outcome=foreign`)
    assert.include(text(none.body), 'Nothing matches')

    assert.equal((await admin.get('/admin/webhooks/evt_nothing')).status, 404)
    const gone = await admin.get(`/admin/webhooks/evt_x${name}`)
    assert.include(text(gone.body), 'Stripe does not say')
    assert.include(noticeOf(await processAgain(admin, `evt_x${name}`)), 'of no ISP here')
    assert.equal((await outcomeOf(`evt_x${name}`))?.outcome, 'foreign')
  })

  test('shows what an event says of money, and nothing of people', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await subscribed(isp, 'growth')
    const { customer } = await Subscription.findOrFail(isp.tenant.id)
    await billing().client.customers.update(customer ?? '', {
      email: 'rahim@greennet.test',
      phone: '+8801712345678',
    })
    await billing().stripe.control.post.idle()
    const admin = await adminVisitor()
    const idOf = async (type: string) => {
      const [event] = await asOwner<{ id: string }>(
        'select id from platform.billing_events where type = $1 and customer = $2',
        [type, customer]
      )
      return event?.id ?? ''
    }
    const invoice = await admin.get(`/admin/webhooks/${await idOf('invoice.paid')}`)
    assert.match(text(invoice.body), /amount_paid 4900/)
    const person = await admin.get(`/admin/webhooks/${await idOf('customer.updated')}`)
    for (const page of [invoice, person]) {
      for (const word of ['rahim@greennet', '8801712345678', 'hosted_invoice_url', 'pay.stripe']) {
        assert.notInclude(page.body, word)
      }
    }
  })

  test('has an event processed again, which asks Stripe and changes nothing twice', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await subscribed(isp, 'growth')
    await billing().stripe.control.post.idle()
    await asked(isp)
    const { customer } = await Subscription.findOrFail(isp.tenant.id)
    const [event] = await asOwner<{ id: string }>(
      `select id from platform.billing_events where customer = $1 and type = 'invoice.paid'`,
      [customer]
    )
    const id = event?.id ?? ''
    await asOwner(`update platform.subscriptions set plan = 'starter' where tenant_id = $1`, [
      isp.tenant.id,
    ])
    const admin = await adminVisitor()
    for (const time of ['once', 'twice']) {
      assert.include(noticeOf(await processAgain(admin, id)), 'Stripe is being asked', time)
      await eventually('it is applied', async () => (await outcomeOf(id))?.outcome === 'applied')
    }
    assert.equal((await Subscription.findOrFail(isp.tenant.id)).plan, 'growth')
    const invoices = await asOwner('select id from platform.invoices where tenant_id = $1', [
      isp.tenant.id,
    ])
    assert.lengthOf(invoices, 1)
  })
})
