import { test } from '@japa/runner'
import { randomBytes } from 'node:crypto'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { openIsp } from '#tests/support/isp'

test.group('The webhook log', () => {
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
  })
})
