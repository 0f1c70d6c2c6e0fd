import { test } from '@japa/runner'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { openIsp, registerRouter } from '#tests/support/isp'

test.group('RADIUS clients', () => {
  test('are found by address and ISP, with when they answered, and never a secret', async ({
    assert,
  }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const router = await registerRouter(isp)
    await asOwner(
      `insert into platform.router_readings (tenant_id, router_id, at, readings, answered, findings)
       values ($1, $2, now() - interval '2 hours', 1, 1, '{}')`,
      [isp.tenant.id, router.id]
    )
    const admin = await adminVisitor()
    for (const q of [router.address, isp.tenant.slug]) {
      const page = await admin.get(`/admin/radius?q=${q}`)
      assert.include(text(page.body), `${router.address} ${isp.tenant.name}`)
      assert.include(page.body, '2 hours ago')
      assert.notInclude(page.body, router.secret(isp.tenant.id))
    }
    const none = text((await admin.get('/admin/radius?q=203.0.113.99')).body)
    assert.include(none, 'Nothing matches')
  })
})
