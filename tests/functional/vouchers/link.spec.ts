import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Package from '#hotspot/packages/package'
import { CreateVouchers } from '#hotspot/vouchers/create_vouchers'
import Voucher from '#hotspot/vouchers/voucher'
import { voucherLink } from '#hotspot/vouchers/voucher_link'
import { tenantUrl } from '#platform/tenant_url'
import type Router from '#routers/router'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { drawnQrCodes, qrCodeOf } from '#tests/unit/receipts/drawn_qr_codes'
import { readPdf } from '#tests/unit/receipts/read_pdf'
import { codeSentTo } from '#tests/support/customer'
import { Guest, portalPage } from '#tests/support/guest'
import { text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { PageVisitor } from '#tests/support/page_visitor'

let isp: Isp
let router: Router

async function batchOf(count: number): Promise<{ id: number; codes: string[] }> {
  const create = await app.container.make(CreateVouchers)
  return isp.inside(async () => {
    const { id: packageId } = await Package.findByOrFail('name', 'Weekly')
    const about = { packageId, count, label: null, expiresAt: null, createdByName: 'Rahim Uddin' }
    const { id, name } = await create.execute(isp.tenant, about)
    const vouchers = await Voucher.query().where('batch', name).orderBy('id')
    return { id, codes: vouchers.map((voucher) => voucher.code(isp.tenant.id)) }
  })
}

const linkTo = (code: string) => voucherLink(tenantUrl(isp.tenant), code)

async function aLink(): Promise<{ code: string; link: string }> {
  const { codes } = await batchOf(1)
  const [code = ''] = codes
  return { code, link: linkTo(code) }
}

const valueOf = (body: string) => /<input[^>]*name="code"[^>]*value="([^"]*)"/.exec(body)?.[1]

test.group('Vouchers | The QR code', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
  })

  test('each voucher of the sheet carries the link with its own code', async ({ assert }) => {
    const { id, codes } = await batchOf(20)
    const owner = await operatorOf(isp)
    const { octets } = await fetchedBy(owner, `/dashboard/vouchers/${id}/sheet.pdf?lang=en`)
    const { pages } = readPdf(octets)
    assert.deepEqual(
      pages.flatMap(({ content }) => drawnQrCodes(content)),
      codes.map((code) => qrCodeOf(linkTo(code)))
    )
  })

  test('it opens a page that leads by the router’s login page, and uses nothing', async ({
    assert,
  }) => {
    const { code, link } = await aLink()
    const page = await new PageVisitor().get(link)
    assert.equal(page.status, 200)
    assert.include(text(page.body), code)
    const [, href = ''] = /<a class="button" href="([^"]*)"/.exec(page.body) ?? []
    const target = new URL(href.replaceAll('&amp;', '&'))
    assert.equal(target.origin, `http://${router.hotspotAddress}`)
    assert.equal(target.pathname, '/login')
    assert.equal(target.searchParams.get('dst'), `${link}?on=1`)
    const voucher = await isp.inside(() => Voucher.query().orderBy('id', 'desc').firstOrFail())
    assert.equal(voucher.state, 'new')
  })

  test('a phone that the router lets pass is told so, instead of being sent in a circle', async ({
    assert,
  }) => {
    const { link } = await aLink()
    const page = await new PageVisitor().get(`${link}?on=1`)
    assert.include(text(page.body), 'online already')
    assert.notInclude(page.body, '/login?dst=')
    const [, again = ''] = /<a class="link" href="([^"]*)"/.exec(page.body) ?? []
    const later = await new PageVisitor().get(new URL(again, link).href)
    assert.include(later.body, '/login?dst=', 'when the package has ended, it goes on from here')
  })

  test('a new number is proven first, then the code stands in the form and is used once', async ({
    assert,
  }) => {
    const { code, link } = await aLink()
    const guest = new Guest(isp, router)
    const asked = await guest.arrive({ 'link-orig': `${link}?on=1` })
    assert.include(asked.url, '/number')
    assert.include(text(asked.body), code)
    const codePage = await guest.visitor.submit(asked, '/number', { mobile: guest.mobile })
    const form = await guest.visitor.submit(codePage, '/code', {
      code: await codeSentTo(guest.mobile),
    })
    assert.include(form.url, '/voucher')
    assert.equal(valueOf(form.body), code)
    const unused = await isp.inside(() => Voucher.query().orderBy('id', 'desc').firstOrFail())
    assert.equal(unused.state, 'new', 'opening the form uses nothing')

    const online = await guest.visitor.submit(form, '/voucher', { code })
    assert.include(text(online.body), 'Weekly')
    const { id } = await guest.customer()
    const log = await isp.inside(() =>
      HotspotLog.query().where({ customerId: id, event: 'voucher_redeemed' })
    )
    assert.lengthOf(log, 1)
    const later = await guest.visitor.get(portalPage(online, ''))
    assert.include(later.url, '/online', 'the code has been used and is not offered again')
  })

  test('a known number goes straight to the form', async ({ assert }) => {
    const { code, link } = await aLink()
    const guest = new Guest(isp, router)
    await guest.comeBack()
    const form = await guest.arrive({ 'link-orig': link })
    assert.include(form.url, '/voucher')
    assert.equal(valueOf(form.body), code)
  })

  test('codes that were scanned are counted like typed ones', async ({ assert }) => {
    const guest = new Guest(isp, router)
    await guest.comeBack()
    const statuses: number[] = []
    for (let n = 0; n < 9; n += 1) {
      const form = await guest.arrive({ 'link-orig': linkTo(`CCCC-CCCC-CC${n + 2}`) })
      const code = valueOf(form.body) ?? ''
      const answer = await guest.visitor.once('POST', portalPage(form, '/voucher'), { code })
      statuses.push(answer.status)
    }
    assert.deepEqual(statuses, [...Array.from({ length: 8 }, () => 422), 429])
  })

  test('{title} in the link is no code: no page, no echo')
    .with([
      { title: 'nothing', tail: '' },
      { title: 'half a code', tail: 'C7DF-H4K' },
      { title: 'a code and more', tail: 'C7DFH4KMPQRX' },
      { title: 'a tag', tail: encodeURIComponent('"><script>alert(1)</script>') },
      { title: 'a page of text', tail: 'C'.repeat(3000) },
      { title: 'a path', tail: '..%2f..%2fdashboard' },
      { title: 'NUL', tail: '%00C7DFH4KMPQ' },
    ])
    .run(async ({ assert }, { tail }) => {
      const page = await new PageVisitor().get(`${tenantUrl(isp.tenant)}/v/${tail}`)
      assert.include([400, 404], page.status)
      assert.notInclude(page.body, 'alert(1)')
      const guest = new Guest(isp, router)
      await guest.comeBack()
      const home = await guest.arrive({ 'link-orig': `${tenantUrl(isp.tenant)}/v/${tail}` })
      assert.notInclude(home.url, '/voucher')
    })

  test('what looks like a code is shown as letters and figures alone', async ({ assert }) => {
    const tail = encodeURIComponent('<b>C7DFH4KMPQ</b>')
    const page = await new PageVisitor().get(`${tenantUrl(isp.tenant)}/v/${tail}`)
    assert.notInclude(page.body, '<b>C7')
  })

  test('another ISP’s link brings no code here', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const guest = new Guest(isp, router)
    await guest.comeBack()
    const home = await guest.arrive({
      'link-orig': voucherLink(tenantUrl(other.tenant), 'C7DF-H4KM-PQR'),
    })
    assert.notInclude(home.url, '/voucher')
  })

  test('in Bangla, too', async ({ assert }) => {
    const { link } = await aLink()
    assert.include((await new PageVisitor().get(`${link}?lang=bn`)).body, 'আপনার ভাউচার')
  })
})
