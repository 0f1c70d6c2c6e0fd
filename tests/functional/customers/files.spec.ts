import { test } from '@japa/runner'
import { randomUUID } from 'node:crypto'
import { CSV_MARK, parseCsv } from '#core/csv'
import { trustMobileNumber } from '#core/mobile_number'
import Customer from '#hotspot/customers/customer'
import Activity from '#tenancy/activity/activity'
import { formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { addCustomer, addDevice, giveNow } from '#tests/functional/customers/staff'
import { postMultipart } from '#tests/functional/customers/multipart'

const IMPORT = '/dashboard/customers/import'

test.group('Customers | Export', () => {
  test('formulas come out as text, numbers too, and quotes and lines whole', async ({ assert }) => {
    const isp = await openIsp({ gateways: false })
    const owner = await operatorOf(isp)
    const notes = '=HYPERLINK("http://evil")\nline two, with a comma'
    const customer = await addCustomer(isp, { name: '=cmd|calc', notes })
    await addDevice(isp, customer)
    await giveNow(isp, customer, 'Day Pass')
    const { body, headers } = await owner.get('/dashboard/customers/export')
    assert.match(headers['content-type'] ?? '', /text\/csv/)
    assert.match(headers['content-disposition'] ?? '', /attachment/)
    assert.isTrue(body.startsWith(CSV_MARK))
    assert.include(body, `'${customer.mobile}`)
    assert.include(body, "'=cmd|calc")
    assert.include(body, `"'=HYPERLINK(""http://evil"")\nline two, with a comma"`)
    const [, cells] = parseCsv(body).map((record) => record.cells)
    assert.deepEqual([cells?.[0], cells?.[1], cells?.at(-1)], [customer.mobile, '=cmd|calc', notes])
  })

  test('holds what the filter shows, and more than a batch', async ({ assert }) => {
    const isp = await openIsp({ gateways: false })
    const owner = await operatorOf(isp)
    await isp.inside(() =>
      Customer.createMany(
        Array.from({ length: 1203 }, (_, n) => ({
          mobile: trustMobileNumber(`+88017${String(n).padStart(8, '0')}`),
          status: n % 2 ? ('active' as const) : ('pending' as const),
        }))
      )
    )
    const exported = async (query: string) => {
      const { body } = await owner.get(`/dashboard/customers/export?${query}`)
      return parseCsv(body)
        .slice(1)
        .map(({ cells }) => cells[0])
    }
    const all = await exported('')
    assert.lengthOf(all, 1203)
    assert.equal(new Set(all).size, 1203)
    assert.lengthOf(await exported('status=pending'), 602)
    assert.deepEqual(await exported('q=%2B8801700000007'), ['+8801700000007'])
  })
})

test.group('Customers | Import', (group) => {
  let isp: Isp
  let owner: Visitor

  group.setup(async () => {
    isp = await openIsp({ gateways: false, packages: false })
    owner = await operatorOf(isp)
  })

  const numbers = () =>
    isp.inside(async () =>
      (await Customer.query().orderBy('id')).map(({ mobile }) => mobile as string)
    )

  async function upload(csv: string | Buffer) {
    const { fields } = formOf(await owner.get(IMPORT), IMPORT)
    return owner.follow(
      await postMultipart(owner, IMPORT, { _csrf: fields._csrf ?? '' }, { file: Buffer.from(csv) })
    )
  }

  async function confirm(preview: { body: string }) {
    const form = formOf(preview, `${IMPORT}/confirm`)
    return owner.follow(await postMultipart(owner, form.action, form.fields, {}))
  }

  test('is shown before anything is kept, then added in one go', async ({ assert }) => {
    const known = await addCustomer(isp, {
      mobile: trustMobileNumber('+8801811111111'),
      name: 'Known before',
    })
    const preview = await upload(
      'number,name,notes\n01711111111,Rahim <b>,=1+1\n01811111111,Changed,\n01711111111,Again,\n12,Bad,\n+8801911111111,করিমা,"two\nlines"\n'
    )
    const page = text(preview.body)
    assert.include(page, '2 new customers')
    assert.include(page, '1 number is a customer already')
    assert.include(page, '1 line repeats a number')
    assert.include(page, 'Line 5 No mobile number 12')
    assert.notInclude(preview.body, 'Rahim <b>')
    assert.deepEqual(await numbers(), [known.mobile])

    assert.include(noticeOf(await confirm(preview)), '2 customers were added.')
    assert.deepEqual(await numbers(), [known.mobile, '+8801711111111', '+8801911111111'])
    const added = await isp.inside(() => Customer.findByOrFail('mobile', '+8801911111111'))
    assert.deepEqual([added.name, added.status], ['করিমা', 'pending'])
    assert.equal(added.notes?.replaceAll('\r', ''), 'two\nlines')
    const kept = await isp.inside(() => Customer.findOrFail(known.id))
    assert.equal(kept.name, 'Known before')
    const log = await isp.inside(() =>
      Activity.query().where('action', 'customer.imported').firstOrFail()
    )
    assert.equal(log.subject, '2')
  })

  test('sent twice adds once', async ({ assert }) => {
    const preview = await upload('01755555555,Once')
    await confirm(preview)
    assert.include(noticeOf(await confirm(preview)), 'No customer was added')
    assert.lengthOf(
      (await numbers()).filter((each) => each === '+8801755555555'),
      1
    )
  })

  test('{0} is refused and nothing is kept')
    .with([
      ['a file too long', `${'01711111112,x\n'.repeat(5001)}`, 'The file has 5,?001 lines'],
      ['a file too large', `01711111113,${'x'.repeat(700 * 1024)}`, 'Choose a CSV file'],
      ['a file that is no text', Buffer.from([0xff, 0xfe, 0x30, 0x00]), 'Choose a CSV file'],
      ['an empty file', '', 'Choose a CSV file'],
    ] as [string, string | Buffer, string][])
    .run(async ({ assert }, [, csv, said]) => {
      const before = await numbers()
      assert.match(text((await upload(csv)).body), new RegExp(said))
      assert.deepEqual(await numbers(), before)
    })

  test('what the export wrote can be read back', async ({ assert }) => {
    const other = await openIsp({ gateways: false, packages: false })
    const name = `=${randomUUID()}`
    const mobile = trustMobileNumber('+8801799999999')
    await addCustomer(other, { mobile, name, notes: '-5' })
    const { body } = await (await operatorOf(other)).get('/dashboard/customers/export')
    await confirm(await upload(body))
    const added = await isp.inside(() => Customer.findByOrFail('mobile', mobile))
    assert.deepEqual([added.name, added.notes], [name, '-5'])
  })
})
