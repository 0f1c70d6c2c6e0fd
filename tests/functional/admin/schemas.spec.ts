import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { SchemaUpgrades } from '#platform/health/schema_upgrades'
import Activity from '#tenancy/activity/activity'
import Tenant from '#tenancy/models/tenant'
import { latestVersion } from '#tenancy/provisioning/tenant_migrations'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { dropTenant } from '#tests/support/tenants'

/** As if none of its migrations had run. */
async function setBack({ tenant }: Isp): Promise<void> {
  await asOwner('update platform.tenants set schema_version = 0 where id = $1', [tenant.id])
}

const upgradeOf = async ({ tenant }: Isp) => {
  const [row] = await asOwner<{ state: string; message: string | null }>(
    'select state, message from platform.schema_upgrades where tenant_id = $1',
    [tenant.id]
  )
  return row
}

test.group('Schemas of tenants', () => {
  test('that fail say why', async ({ assert, cleanup }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    await setBack(isp)
    cleanup(async () => dropTenant(isp.tenant))
    const admin = await adminVisitor()
    await admin.send('/admin/schemas', {}, `/admin/schemas/${isp.tenant.id}`)
    await eventually('the upgrade', async () => (await upgradeOf(isp))?.state === 'failed', 30)
    const page = text((await admin.get('/admin/schemas')).body)
    assert.include(page, isp.tenant.name)
    assert.match(page, /\d+ % up to date.* Version 0: \d+ tenants?/)
    assert.match((await upgradeOf(isp))?.message ?? '', /already exists/)
  })

  test('are brought up in the background, and serve', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const { schema } = isp.tenant
    await asOwner(`drop schema ${schema} cascade; create schema ${schema}`)
    await setBack(isp)
    await (await adminVisitor()).send('/admin/schemas', {}, `/admin/schemas/${isp.tenant.id}`)
    await eventually('the upgrade', async () => (await upgradeOf(isp))?.state === 'done', 60)
    assert.equal((await Tenant.findOrFail(isp.tenant.id)).schemaVersion, await latestVersion())
    assert.lengthOf(await isp.inside(() => Activity.query()), 0)
  })

  test('that are up to date are left alone', async ({ assert }) => {
    const isp = await openIsp({ packages: false, gateways: false })
    const upgrades = await app.container.make(SchemaUpgrades)
    assert.equal(await upgrades.request(isp.tenant.id), 0)
    await upgrades.run(isp.tenant.id)
    assert.equal((await Tenant.findOrFail(isp.tenant.id)).schemaVersion, await latestVersion())
  })
})
