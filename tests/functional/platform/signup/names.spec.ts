import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { CheckSubdomain } from '#platform/signup/subdomain'
import { RESERVED_NAMES } from '#platform/signup/reserved_names'
import { SubdomainTaken } from '#tenancy/provisioning/errors'
import { ProvisionTenant } from '#tenancy/provisioning/provision_tenant'
import { anySlug, createTenant, newTenant } from '#tests/support/tenants'

const verdictOf = async (name: string) =>
  (await (await app.container.make(CheckSubdomain)).execute(name)).verdict

test.group('Names that look alike', () => {
  test('“{name}” would be taken for one of ours')
    .with(
      [
        ...[
          'adm1n',
          'adrnin',
          'vvww',
          'vv-w-w',
          'rna1l',
          'b1lling',
          '5upport',
          'l0gin',
          'l0calhost',
        ],
        ...[
          'portico',
          'p0rtico',
          'port1co-billing',
          'my-p-o-r-t-i-c-o',
          'porticonet',
          'autodiscover',
        ],
      ].map((name) => ({ name }))
    )
    .run(async ({ assert }, { name }) => {
      assert.equal(await verdictOf(name), 'reserved')
    })

  test('“{like}” is refused beside “{name}”')
    .with([
      { name: 'rainbow', like: 'ra1nb0w' },
      { name: 'rainbow', like: 'rain-bow' },
      { name: 'wimax', like: 'vvimax' },
      { name: 'modern', like: 'rnodem' },
      { name: 'sunlight', like: '5un1ight' },
    ])
    .run(async ({ assert }, { name, like }) => {
      const mark = anySlug()
      await createTenant({ slug: `${name}-${mark}` })
      assert.equal(await verdictOf(`${name}-${mark}`), 'taken')
      assert.equal(await verdictOf(`${like}-${mark}`), 'lookalike')
    })

  test('“{other}” is another name than “{name}”')
    .with([
      { name: 'speednet', other: 'speednets' },
      { name: 'speednet', other: 'speednet-bd' },
      { name: 'speednet', other: 'speednet2' },
      { name: 'red', other: 'rad' },
    ])
    .run(async ({ assert }, { name, other }) => {
      const mark = anySlug()
      await createTenant({ slug: `${mark}-${name}` })
      assert.equal(await verdictOf(`${mark}-${other}`), 'available')
    })

  test('punycode is refused, whatever it would look like', async ({ assert }) => {
    for (const name of ['xn--80ak6aa92e', 'xn--greennet-', 'a--b']) {
      assert.equal(await verdictOf(name), 'malformed')
    }
  })

  test('every reserved name is reserved, and none is too odd to be asked for', async ({
    assert,
  }) => {
    const checks = await Promise.all(RESERVED_NAMES.map(verdictOf))
    assert.notInclude(checks, 'available')
  })

  test('of two that look alike and are asked for at once, one comes to be', async ({ assert }) => {
    const mark = anySlug()
    const provisionTenant = await app.container.make(ProvisionTenant)
    const asked = await Promise.allSettled(
      ['rainbow', 'ra1nb0w', 'rain-bow'].map((name) =>
        provisionTenant.execute({ ...newTenant({ slug: `${name}-${mark}` }), unlikeOthers: true })
      )
    )
    assert.lengthOf(
      asked.filter(({ status }) => status === 'fulfilled'),
      1
    )
    for (const one of asked) {
      if (one.status === 'rejected') assert.instanceOf(one.reason, SubdomainTaken)
    }
  })

  test('for a taken name, free ones like it are offered', async ({ assert }) => {
    const slug = anySlug()
    await createTenant({ slug })
    await createTenant({ slug: `${slug}-net` })
    const check = await app.container.make(CheckSubdomain)
    assert.deepEqual((await check.execute(slug, 'BD')).suggestions, [
      `${slug}-bd`,
      `${slug}-wifi`,
      `${slug}-isp`,
    ])
    assert.deepEqual((await check.execute(anySlug(), 'BD')).suggestions, [])
  })
})
