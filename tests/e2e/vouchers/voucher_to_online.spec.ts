import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import Package from '#hotspot/packages/package'
import { CreateVouchers } from '#hotspot/vouchers/create_vouchers'
import Voucher from '#hotspot/vouchers/voucher'
import { voucherLink } from '#hotspot/vouchers/voucher_link'
import { tenantUrl } from '#platform/tenant_url'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { anyMobile, portalPage } from '#tests/support/guest'
import { connectRouter, openIsp, type Isp } from '#tests/support/isp'
import { PageVisitor } from '#tests/support/page_visitor'

const GIB = 1024n ** 3n

/** A Day Pass on paper. @returns its code */
async function bought(isp: Isp): Promise<string> {
  const create = await app.container.make(CreateVouchers)
  return isp.inside(async () => {
    const { id } = await Package.findByOrFail('name', 'Day Pass')
    const batch = { packageId: id, count: 1, label: 'Shop', expiresAt: null, createdByName: 'R' }
    await create.execute(isp.tenant, batch)
    return (await Voucher.findByOrFail('batch', 'Shop')).code(isp.tenant.id)
  })
}

/** Where the page behind the QR code sends a phone that has joined. */
function wayOn({ body }: { body: string }): string {
  const [, href = ''] = /<a class="button" href="([^"]*)"/.exec(body) ?? []
  return href.replaceAll('&amp;', '&')
}

function filledIn({ body }: { body: string }): string {
  return /<input[^>]*name="code"[^>]*value="([^"]*)"/.exec(body)?.[1] ?? ''
}

test.group('A voucher from the shop', () => {
  test('puts a phone online with the package’s data, {how}, by the real RADIUS server')
    .with([
      { how: 'typed', scanned: false },
      { how: 'scanned', scanned: true },
    ])
    .run(async ({ assert, cleanup }, { scanned }) => {
      const isp = await openIsp()
      const { virtual } = await connectRouter(isp)
      cleanup(() => virtual.stop())
      const code = await bought(isp)

      const phone = await virtual.addPhone()
      await phone.join()
      const redirect = scanned
        ? await phone.browse(wayOn(await phone.browse(voucherLink(tenantUrl(isp.tenant), code))))
        : await phone.browse()
      if (redirect.outcome !== 'portal') throw new Error('The phone was let through unasked')
      const visitor = new PageVisitor()
      const mobile = anyMobile()
      const codePage = await visitor.submit(await visitor.get(redirect.url), '/number', { mobile })
      const home = await visitor.submit(codePage, '/code', { code: await codeSentTo(mobile) })
      await eventually('online on the Trial', () => phone.online)

      const form = scanned ? home : await visitor.get(portalPage(home, '/voucher'))
      const online = await visitor.submit(form, '/voucher', {
        code: scanned ? filledIn(form) : code,
      })
      assert.include(online.body, 'Day Pass')
      await eventually(
        'the voucher’s quota is on the router',
        () => phone.session?.grant.totalLimit === 2n * GIB
      )
    })
})
