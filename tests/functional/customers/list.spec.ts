import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { trustMobileNumber } from '#core/mobile_number'
import type Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { text } from '#tests/support/forms'
import { addCustomer, addDevice, addSession, giveNow } from '#tests/functional/customers/staff'

let isp: Isp
let owner: Visitor
let rahim: Customer
let karima: Customer
let razzak: Customer
let mac: string

async function listed(query: string): Promise<number[]> {
  const { body, status } = await owner.get(`/dashboard/customers?${query}`)
  if (status !== 200) throw new Error(`The list answered ${status}`)
  return [...body.matchAll(/href="\/dashboard\/customers\/(\d+)"/g)].map(([, id]) => Number(id))
}

test.group('Customers | The list', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
    rahim = await addCustomer(isp, {
      mobile: trustMobileNumber('+8801712345678'),
      name: 'Rahim Uddin',
    })
    karima = await addCustomer(isp, {
      mobile: trustMobileNumber('+8801898765432'),
      name: 'Karima 100%_Begum',
      status: 'blocked',
    })
    razzak = await addCustomer(isp, { name: 'স\u09c8\u09dfদ আব্দুর রাজ্জাক চৌধুরী', status: 'pending' })
    await addCustomer(isp, { name: '<script>alert(1)</script>', status: 'pending' })
    const device = await addDevice(isp, rahim)
    mac = device.mac
    await giveNow(isp, rahim, 'Day Pass')
    await addSession(isp, { mac: device.mac, began: DateTime.utc().minus({ hours: 1 }) })
  })

  test('finds by {0}')
    .with([
      ['the full number', () => '+8801712345678'],
      ['the local form', () => '01712345678'],
      ['Bangla digits', () => '০১৭১২৩৪৫৬৭৮'],
      ['a prefix in local form', () => '017123'],
      ['a prefix', () => '+880171234'],
      ['the last digits', () => '45678'],
      ['the MAC, as a router writes it', () => mac.toLowerCase().replaceAll(':', '-')],
      ['the beginning of the name', () => 'rahim u'],
      ['the middle of the name', () => 'HIM UD'],
      ['the end of the name', () => 'ddin'],
      ['two letters a word of it begins with', () => 'Ud'],
    ] as [string, () => string][])
    .run(async ({ assert }, [, typed]) => {
      assert.deepEqual(await listed(new URLSearchParams({ q: typed() }).toString()), [rahim.id])
    })

  test('finds by {0}')
    .with([
      ['status', () => 'status=blocked', () => [karima.id]],
      ['presence', () => 'online=1', () => [rahim.id]],
      ['status and presence, which exclude each other', () => 'online=1&status=blocked', () => []],
      [
        'the order of expiry, which only running packages have',
        () => 'sort=expiry',
        () => [rahim.id],
      ],
      ['signs that mean something to LIKE', () => 'q=Karima+100%25_', () => [karima.id]],
      ['a wildcard, which is a sign like others', () => 'q=%25', () => []],
      ['an underscore', () => 'q=R_him', () => []],
      ['SQL', () => `q=${encodeURIComponent("x' or '1'='1")}`, () => []],
      ['a name with a tab for its space', () => 'q=rahim%09uddin', () => [rahim.id]],
      ['two letters within a word, of which there would be too many', () => 'q=dd', () => []],
      ['the middle of a Bangla name', () => `q=${encodeURIComponent('জ্জাক')}`, () => [razzak.id]],
      ['the end of a Bangla name', () => `q=${encodeURIComponent('চৌধুরী')}`, () => [razzak.id]],
      [
        'a Bangla letter that keyboards write as one sign or as two',
        () => `q=${encodeURIComponent('সৈয়দ'.normalize('NFD'))}`,
        () => [razzak.id],
      ],
      [
        'the same letter the other way',
        () => `q=${encodeURIComponent('স\u09c8\u09dfদ')}`,
        () => [razzak.id],
      ],
    ] as [string, () => string, () => number[]][])
    .run(async ({ assert }, [, query, expected]) => {
      assert.deepEqual(await listed(query()), expected())
    })

  test('finds whose package runs', async ({ assert }) => {
    const [sold, other] = await isp.inside(() =>
      Promise.all([
        Package.findByOrFail('name', 'Day Pass'),
        Package.findByOrFail('name', 'Night Pass').catch(() => null),
      ])
    )
    assert.deepEqual(await listed(`package=${sold.id}`), [rahim.id])
    assert.deepEqual(await listed(`package=${other?.id ?? sold.id + 1000}`), [])
  })

  test('nonsense in the address is no filter: {$self}')
    .with([
      'status=nobody',
      'package=1%27',
      'sort=usage',
      'after=x',
      'before=1.2.3',
      'q[]=a&status[]=b',
      'package=99999999999999999999',
    ])
    .run(async ({ assert }, query) => {
      assert.lengthOf(await listed(query), 4)
    })

  test('what was searched for is shown as text, in the field and as a filter', async ({
    assert,
  }) => {
    const { body } = await owner.get(
      `/dashboard/customers?q=${encodeURIComponent('"><script>x</script>')}`
    )
    assert.notInclude(body, '<script>x')
    assert.include(text(body), '“"><script>x</script>”')
  })

  test('names are shown as text', async ({ assert }) => {
    const { body } = await owner.get('/dashboard/customers')
    assert.notInclude(body, '<script>alert')
    assert.include(text(body), '<script>alert(1)</script>')
  })

  test('an ISP without customers is told what to do', async ({ assert }) => {
    const fresh = await openIsp({ gateways: false, packages: false })
    const { body } = await (await operatorOf(fresh)).get('/dashboard/customers')
    assert.include(text(body), 'No customers yet')
  })
})

test.group('Customers | Pages of the list', (group) => {
  const PAGE = 50
  let visitor: Visitor
  let ids: number[] = []

  group.setup(async () => {
    const many = await openIsp({ gateways: false })
    visitor = await operatorOf(many)
    ids = await many.inside(async () => {
      const sold = await Package.findByOrFail('name', 'Day Pass')
      const { default: app } = await import('@adonisjs/core/services/app')
      const { Tenancy } = await import('#tenancy/tenancy')
      const { transaction } = await app.container.make(Tenancy)
      const result: { rows: { id: string }[] } = await transaction.rawQuery(
        `with people as (
           insert into customers (mobile, status, name)
           select '+88017' || lpad(n::text, 8, '0'), 'active', 'Person ' || n
             from generate_series(1, 120) n returning id, mobile),
         running as (
           insert into activations (customer_id, package_id, package_name, source, price_minor, currency,
             validity_seconds, download_bps, upload_bps, starts_at, expires_at)
           select id, :package, 'Day Pass', 'cash', 0, 'BDT', 60, 1, 1, now(),
                  now() + interval '1 day' - (right(mobile, 3)::int / 2) * interval '1 hour' from people)
         select id from people order by id desc`,
        { package: sold.id }
      )
      return result.rows.map(({ id }) => Number(id))
    })
  })

  async function page(path: string) {
    const { body } = await visitor.get(path)
    const link = (rel: string) =>
      new RegExp(`rel="${rel}" href="([^"]+)"`).exec(body)?.[1]?.replaceAll('&amp;', '&')
    return {
      ids: [...body.matchAll(/href="\/dashboard\/customers\/(\d+)"/g)].map(([, id]) => Number(id)),
      next: link('next'),
      previous: link('prev'),
    }
  }

  test('forth and back through {$self} every customer comes once, in order')
    .with(['/dashboard/customers', '/dashboard/customers?status=active&q=Person'])
    .run(async ({ assert }, path) => {
      const first = await page(path)
      const second = await page(first.next ?? '')
      const third = await page(second.next ?? '')
      assert.deepEqual([...first.ids, ...second.ids, ...third.ids], ids)
      assert.lengthOf(first.ids, PAGE)
      assert.isUndefined(first.previous)
      assert.isUndefined(third.next)
      const back = await page(third.previous ?? '')
      assert.deepEqual(back.ids, second.ids)
      const start = await page(back.previous ?? '')
      assert.deepEqual(start.ids, first.ids)
      assert.isUndefined(start.previous)
    })

  test('in order of expiry too, where several end in the same moment', async ({ assert }) => {
    const first = await page('/dashboard/customers?sort=expiry')
    const second = await page(first.next ?? '')
    const third = await page(second.next ?? '')
    const all = [...first.ids, ...second.ids, ...third.ids]
    assert.sameMembers(all, ids)
    assert.lengthOf(all, ids.length)
    assert.isBelow(all.indexOf(ids[0] ?? 0), all.indexOf(ids.at(-1) ?? 0))
    assert.deepEqual((await page(third.previous ?? '')).ids, second.ids)
  })
})
