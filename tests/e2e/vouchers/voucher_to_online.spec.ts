import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import Package from '#hotspot/packages/package'
import { CreateVouchers } from '#hotspot/vouchers/create_vouchers'
import Voucher from '#hotspot/vouchers/voucher'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { anyMobile, portalPage } from '#tests/support/guest'
import { connectRouter, openIsp } from '#tests/support/isp'
import { PageVisitor } from '#tests/support/page_visitor'

const GIB = 1024n ** 3n

test.group('A voucher from the shop', () => {
  test('puts a phone online with the package’s data, by the real RADIUS server', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp()
    const { virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const create = await app.container.make(CreateVouchers)
    const code = await isp.inside(async () => {
      const { id } = await Package.findByOrFail('name', 'Day Pass')
      const batch = { packageId: id, count: 1, label: 'Shop', expiresAt: null, createdByName: 'R' }
      await create.execute(isp.tenant, batch)
      return (await Voucher.findByOrFail('batch', 'Shop')).code(isp.tenant.id)
    })

    const phone = await virtual.addPhone()
    await phone.join()
    const redirect = await phone.browse()
    if (redirect.outcome !== 'portal') throw new Error('The phone was let through unasked')
    const visitor = new PageVisitor()
    const mobile = anyMobile()
    const codePage = await visitor.submit(await visitor.get(redirect.url), '/number', { mobile })
    const home = await visitor.submit(codePage, '/code', { code: await codeSentTo(mobile) })
    await eventually('online on the Trial', () => phone.online)

    const form = await visitor.get(portalPage(home, '/voucher'))
    const online = await visitor.submit(form, '/voucher', { code })
    assert.include(online.body, 'Day Pass')
    await eventually(
      'the voucher’s quota is on the router',
      () => phone.session?.grant.totalLimit === 2n * GIB
    )
  })
})
