import { test } from '@japa/runner'
import Tenant from '#tenancy/models/tenant'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const PROFILE = '/dashboard/settings/profile'
let isp: Isp
let operator: Visitor

test.group('The profile', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    operator = await operatorOf(isp)
  })

  test('name, colour, language and zone are kept and shown', async ({ assert }) => {
    const page = await operator.submit(PROFILE, {
      name: 'Blue & Net',
      brand_color: '#1D4ED8',
      timezone: 'Asia/Kathmandu',
      locale: 'en',
    })
    assert.include(noticeOf(page), 'The profile is saved')
    assert.include(text(page.body), 'Blue & Net')
    assert.include(page.body, '--brand: #1d4ed8')
    const { name, brandColor, timezone } = await Tenant.findOrFail(isp.tenant.id)
    assert.deepEqual(
      { name, brandColor, timezone },
      { name: 'Blue & Net', brandColor: '#1d4ed8', timezone: 'Asia/Kathmandu' }
    )
  })

  test('in Bangla the dashboard is Bangla', async ({ assert }) => {
    const there = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(there)
    await owner.submit(PROFILE, { locale: 'bn' })
    const { body } = await owner.get('/dashboard')
    assert.include(body, '<html lang="bn"')
    assert.match(text(body), /[\u0980-\u09FF]{4}/)
    assert.include((await owner.get('/dashboard?lang=en')).body, '<html lang="en"')
    assert.include(
      (await owner.get('/dashboard/routers')).body,
      '<html lang="en"',
      'what somebody chose is kept'
    )
  })

  test('refuses {field} {value}')
    .with([
      { field: 'name', value: '' },
      { field: 'name', value: 'x'.repeat(81) },
      { field: 'brand_color', value: 'red' },
      { field: 'brand_color', value: '#12345' },
      { field: 'brand_color', value: '#12345g' },
      { field: 'brand_color', value: '#123456; background: url(//evil.example)' },
      { field: 'brand_color', value: '"><script>' },
      { field: 'timezone', value: '' },
      { field: 'timezone', value: 'Asia/Atlantis' },
      { field: 'timezone', value: '+06:00' },
      { field: 'timezone', value: `Asia/Dhaka'; drop table customers --` },
      { field: 'locale', value: 'fr' },
    ])
    .run(async ({ assert }, { field, value }) => {
      const before = await Tenant.findOrFail(isp.tenant.id)
      const page = await operator.submit(PROFILE, { [field]: value })
      assert.isNotEmpty(errorAt(page, field))
      assert.deepEqual((await Tenant.findOrFail(isp.tenant.id)).toJSON(), before.toJSON())
      assert.notInclude(page.body, '"><script>')
      assert.equal((await operator.get('/dashboard')).status, 200)
    })
})
