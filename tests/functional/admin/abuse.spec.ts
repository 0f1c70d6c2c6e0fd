import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { PausedPrefixes } from '#messaging/pumping/paused_prefixes'
import Activity from '#tenancy/activity/activity'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'

let isp: Isp

test.group('Abuse', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })

  test('is shown with the range, the ISP and how often', async ({ assert }) => {
    const range = `+8801${isp.tenant.id}`
    await asOwner(
      `insert into platform.sms_refusals (tenant_id, day, reason, destination, refused, last_at)
       values ($1, now()::date, 'paused', $2, 7654321, now())`,
      [isp.tenant.id, range]
    )
    const page = text((await (await adminVisitor()).get('/admin/abuse')).body)
    assert.match(page, new RegExp(`\\${range} .{1,80} 7654321 1 `))
    assert.include(page, isp.tenant.name)
  })

  test('is let go on where an admin lifts a pause, and the ISP reads who did', async ({
    assert,
  }) => {
    const paused = await app.container.make(PausedPrefixes)
    const prefix = '+88017555'
    await paused.begin(isp.tenant.id, { prefix, codes: 30, used: 1 })
    const admin = await adminVisitor()
    const act = `/admin/tenants/${isp.tenant.id}/pauses/lift`
    await admin.send('/admin/abuse', {}, act)
    assert.deepEqual(await paused.now(isp.tenant.id), [])
    const done = await isp.inside(() => Activity.findByOrFail('action', 'sms_guard.lifted'))
    assert.equal(done.accountName, 'Portico: Ada Min')
    assert.equal(done.subject, prefix)
  })
})
