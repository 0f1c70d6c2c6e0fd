import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import Package from '#hotspot/packages/package'
import Activity from '#tenancy/activity/activity'
import Voucher from '#hotspot/vouchers/voucher'
import { text, errorAt, noticeOf } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { readPdf } from '#tests/unit/receipts/read_pdf'

const CODE = /[2-9CDFGHJKMNPQRTVWXY]{4}-[2-9CDFGHJKMNPQRTVWXY]{4}-[2-9CDFGHJKMNPQRTVWXY]{3}/g

let isp: Isp
let owner: Visitor

async function dayPass(): Promise<Package> {
  return isp.inside(() => Package.findByOrFail('name', 'Day Pass'))
}

/** Makes a batch by the form. @returns the path of its page */
async function made(form: Record<string, string | undefined> = {}, by = owner): Promise<string> {
  const { id } = await dayPass()
  const page = await by.send(
    '/dashboard/vouchers/create',
    { package_id: String(id), count: '3', ...form },
    '/dashboard/vouchers'
  )
  return page.headers.location ?? ''
}

const vouchersOf = (label: string) =>
  isp.inside(() => Voucher.query().where('batch', label).orderBy('id'))

test.group('Vouchers | The operator', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
  })

  test('makes a batch, each with a code of its own, kept as hash and sealed', async ({
    assert,
  }) => {
    const path = await made({ count: '40', label: 'Shop 1' })
    const page = await owner.get(`${path}?lang=en`)
    const codes = new Set(page.body.match(CODE))
    assert.equal(codes.size, 40)
    assert.include(text(page.body), '40 vouchers')

    const stored = JSON.stringify(
      (await vouchersOf('Shop 1')).map(({ $attributes }) => $attributes)
    )
    for (const code of codes) {
      assert.notInclude(stored, code)
      assert.notInclude(stored, code.replaceAll('-', ''))
    }
    const list = await owner.get('/dashboard/vouchers')
    assert.include(text(list.body), 'Shop 1')
    const [activity] = await isp.inside(() =>
      Activity.query().where({ action: 'voucher.created', subject: 'Shop 1' })
    )
    assert.equal(activity?.accountName, 'Rahim Uddin')
  })

  test('a batch without a label is named after its day, each differently', async ({ assert }) => {
    const [first, second] = [await made(), await made()]
    assert.notEqual(first, second)
    const day = DateTime.utc().setZone('Asia/Dhaka').toFormat('yyyy-MM-dd')
    const names = await isp.inside(() =>
      Voucher.query().distinct('batch').whereLike('batch', `${day}%`)
    )
    assert.isAtLeast(names.length, 2)
  })

  test('{title} is refused at its field')
    .with([
      { title: 'none at all', form: { count: '0' }, field: 'count' },
      { title: 'more than a thousand', form: { count: '1001' }, field: 'count' },
      { title: 'half a voucher', form: { count: '1.5' }, field: 'count' },
      { title: 'no number', form: { count: 'many' }, field: 'count' },
      { title: 'no package', form: { package_id: '' }, field: 'package_id' },
      { title: 'a day gone by', form: { expires_on: '2020-01-01' }, field: 'expires_on' },
      { title: 'no day', form: { expires_on: '2099-02-31' }, field: 'expires_on' },
      { title: 'a label of two lines', form: { label: 'a\nb' }, field: 'label' },
      { title: 'a label of a page', form: { label: 'x'.repeat(61) }, field: 'label' },
      { title: 'a label that is taken', form: { label: 'Taken' }, field: 'label' },
    ])
    .setup(async () => void (await made({ label: 'Taken', count: '1' })))
    .run(async ({ assert }, { form, field }) => {
      const before = await isp.inside(() => Voucher.query().count('* as total'))
      assert.equal(await made(form), `http://${owner.host}/dashboard/vouchers/create`)
      const page = await owner.get('/dashboard/vouchers/create')
      assert.isString(errorAt(page, field))
      const after = await isp.inside(() => Voucher.query().count('* as total'))
      assert.equal(after[0]?.$extras.total, before[0]?.$extras.total)
    })

  test('no voucher is made of {title}')
    .with([
      { title: 'the Trial', change: { isTrial: true } },
      { title: 'a PPPoE package', change: { customerType: 'pppoe' as const } },
    ])
    .run(async ({ assert }, { change }) => {
      const other = await isp.inside(async () => {
        if (change.isTrial) return Package.findByOrFail('isTrial', true)
        return Package.create({
          ...(await Package.findByOrFail('name', 'Weekly')).$attributes,
          ...change,
          id: undefined,
          name: 'Home line',
        })
      })
      const page = await owner.send(
        '/dashboard/vouchers/create',
        { package_id: String(other.id), count: '1', label: 'Wrong' },
        '/dashboard/vouchers'
      )
      assert.equal(page.status, 404)
      assert.lengthOf(await vouchersOf('Wrong'), 0)
    })

  test('labels in Bangla and with HTML are shown as they are', async ({ assert }) => {
    const label = 'ক্ষুদ্র <b>"দোকান"</b> & ভাই'
    const page = await owner.get(await made({ label, count: '1' }))
    assert.include(text(page.body), label)
    assert.notInclude(page.body, '<b>"')
  })

  test('the sheet has every usable code, the brand, the price, and pages enough', async ({
    assert,
  }) => {
    const path = await made({ count: '50', label: 'Sheet', expires_on: '2099-12-31' })
    const [first] = await vouchersOf('Sheet')
    await owner.send(path, {}, `/dashboard/vouchers/one/${first?.id}/void`)

    const { status, headers, octets } = await fetchedBy(owner, `${path}/sheet.pdf?lang=en`)
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'application/pdf')
    assert.include(headers['cache-control'], 'no-store')
    const { pages } = readPdf(octets)
    assert.lengthOf(pages, 3)
    assert.approximately(pages[0]?.height ?? 0, 841.89, 0.01)
    const told = pages.map((page) => page.text.replaceAll('|', '')).join('')
    const codes = (await vouchersOf('Sheet')).map((voucher) => voucher.code(isp.tenant.id))
    assert.deepEqual(
      codes.map((code) => told.includes(code)),
      codes.map((_, n) => n > 0)
    )
    for (const each of [isp.tenant.name, 'Day Pass', '৳30', '1 Jan 2100, 00:00'])
      assert.include(told, each)
  })

  test('the export is safe to open, and says what became of each', async ({ assert }) => {
    const path = await made({ count: '2', label: '=HYPERLINK("http://evil")' })
    const { headers, octets } = await fetchedBy(owner, `${path}/vouchers.csv?lang=en`)
    assert.match(String(headers['content-type']), /^text\/csv; charset=utf-8/)
    assert.include(headers['content-disposition'], 'attachment')
    const lines = octets.toString('utf8').trim().split('\r\n')
    assert.lengthOf(lines, 3)
    assert.include(lines[1], `"'=HYPERLINK(""http://evil"")"`)
    assert.match(lines[1] ?? '', /^[\w-]{13},Not used,Day Pass,30\.00,BDT,/)
  })

  test('who prints or exports codes is written down', async ({ assert }) => {
    const path = await made({ label: 'Watched' })
    await fetchedBy(owner, `${path}/sheet.pdf`)
    await fetchedBy(owner, `${path}/vouchers.csv`)
    const actions = await isp.inside(() =>
      Activity.query().where('subject', 'Watched').orderBy('id')
    )
    assert.deepEqual(
      actions.map(({ action }) => action),
      ['voucher.created', 'voucher.printed', 'voucher.exported']
    )
  })

  test('voiding a batch leaves what was redeemed, and cannot be repeated', async ({ assert }) => {
    const path = await made({ label: 'Gone', count: '4' })
    const [first] = await vouchersOf('Gone')
    await isp.inside(async () => void (await first?.merge({ state: 'redeemed' }).save()))

    const page = await owner.submit(path, {}, `${path}/void`)
    assert.include(noticeOf(page), '3')
    assert.deepEqual(
      (await vouchersOf('Gone')).map(({ state }) => state),
      ['redeemed', 'void', 'void', 'void']
    )
    const empty = await fetchedBy(owner, `${path}/sheet.pdf`)
    assert.equal(empty.status, 302)
  })

  test('{role} may {may}')
    .with([
      { role: 'manager' as const, may: 'make and see codes', makes: true, codes: true },
      { role: 'cashier' as const, may: 'see codes, not make them', makes: false, codes: true },
      { role: 'support' as const, may: 'look, without codes', makes: false, codes: false },
    ])
    .run(async ({ assert }, { role, makes, codes }) => {
      const path = await made({ label: `For ${role}` })
      const visitor = await operatorOf(isp, role)
      const page = await visitor.get(path)
      assert.equal(page.status, 200)
      assert.equal(CODE.test(page.body), codes)
      CODE.lastIndex = 0
      assert.equal((await visitor.get('/dashboard/vouchers/create')).status, makes ? 200 : 403)
      for (const file of ['sheet.pdf', 'vouchers.csv']) {
        assert.equal((await fetchedBy(visitor, `${path}/${file}`)).status, codes ? 200 : 403, file)
      }
      assert.equal(page.body.includes(`${path}/void`), makes)
    })

  test('what a role may not do it cannot do by hand either', async ({ assert }) => {
    const path = await made({ label: 'Guarded' })
    const cashier = await operatorOf(isp, 'cashier')
    const token =
      /name=["']_csrf["'][^>]*value=["']([^"']+)|value=["']([^"']+)["'][^>]*name=["']_csrf["']/.exec(
        (await cashier.get(path)).body
      )
    for (const target of [`${path}/void`, '/dashboard/vouchers']) {
      const page = await cashier.browser.visit(cashier.host, target, {
        method: 'POST',
        form: { _csrf: token?.[1] ?? token?.[2] ?? '', count: '1', package_id: '1' },
      })
      assert.equal(page.status, 403, target)
    }
    assert.isTrue((await vouchersOf('Guarded')).every(({ state }) => state === 'new'))
  })

  test('another ISP’s operator finds no batch of ours', async ({ assert }) => {
    const other = await operatorOf(await openIsp({ gateways: false }))
    const path = await made({ label: 'Ours', count: '1' })
    for (const each of [path, `${path}/sheet.pdf`, `${path}/vouchers.csv`]) {
      assert.equal((await other.get(each)).status, 404, each)
    }
  })
})
