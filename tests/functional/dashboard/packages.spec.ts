import { test } from '@japa/runner'
import { knownCurrencies } from '#core/money'
import { gigabytes, megabytes } from '#core/octets'
import Package from '#hotspot/packages/package'
import { countries } from '#platform/signup/countries'
import { asOwner } from '#tests/support/database'
import { createCustomer } from '#tests/support/fixtures'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const LIST = '/dashboard/packages'
const CREATE = '/dashboard/packages/create'

let isp: Isp
let operator: Visitor
let count = 0

function aForm(
  changes: Record<string, string | undefined> = {}
): Record<string, string | undefined> {
  count += 1
  return {
    name: `Package ${count}`,
    price: '30',
    validity_value: '1',
    validity_unit: 'days',
    download_mbps: '10',
    upload_mbps: '5',
    data_value: '2',
    data_unit: 'GB',
    ...changes,
  }
}

function named(name: string | undefined, owner = isp): Promise<Package | null> {
  return owner.inside(() => Package.findBy('name', name ?? ''))
}

test.group('Packages', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    operator = await operatorOf(isp)
  })

  test('one click adds the examples and a Trial; a second adds nothing', async ({ assert }) => {
    const fresh = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(fresh)
    const page = await owner.submit(LIST, {}, `${LIST}/starter`)
    assert.include(noticeOf(page), '5 packages were added')
    for (const name of ['Trial', '1 Hour Browse', 'Day Pass', 'Weekly', 'Monthly Unlimited']) {
      assert.include(text(page.body), name)
    }
    assert.notInclude(page.body, `${LIST}/starter`, 'it is not offered again')

    const stale = await owner.browser.visit(owner.host, `${LIST}/starter`, {
      method: 'POST',
      form: { _csrf: formOf(page, '/logout').fields._csrf ?? '' },
    })
    assert.include(noticeOf(await owner.follow(stale)), 'there already')
    assert.lengthOf(await fresh.inside(() => Package.all()), 5)
  })

  test('clicked twice at once it adds them once', async ({ assert }) => {
    const fresh = await openIsp({ packages: false, gateways: false })
    const owner = await operatorOf(fresh)
    const pages = await Promise.all([1, 2, 3].map(() => owner.submit(LIST, {}, `${LIST}/starter`)))
    for (const { status } of pages) assert.equal(status, 200)
    assert.lengthOf(await fresh.inside(() => Package.all()), 5)
  })

  test('only what is missing is added', async ({ assert }) => {
    const some = await openIsp({ gateways: false })
    const owner = await operatorOf(some)
    await some.inside(() => Package.query().whereIn('name', ['Weekly', 'Trial']).delete())
    await owner.submit(CREATE, aForm({ name: 'Our own trial', is_trial: '1', price: '0' }), LIST)
    const page = await owner.submit(LIST, {}, `${LIST}/starter`)
    assert.include(noticeOf(page), 'One package was added')
    assert.isNull(await named('Trial', some), 'there is a Trial already')
  })

  test('a package is kept as it was entered: {title}')
    .with([
      {
        title: 'plain',
        form: {},
        kept: {
          priceMinor: 3000,
          validitySeconds: 86_400,
          downloadBps: 10_000_000,
          uploadBps: 5_000_000,
          octetsLimit: gigabytes(2),
        },
      },
      { title: 'unlimited data', form: { data_value: '' }, kept: { octetsLimit: null } },
      {
        title: 'megabytes',
        form: { data_value: '512', data_unit: 'MB' },
        kept: { octetsLimit: megabytes(512) },
      },
      {
        title: 'a part of a gigabyte',
        form: { data_value: '1.5' },
        kept: { octetsLimit: gigabytes(1) + megabytes(512) },
      },
      { title: 'poisha', form: { price: '30.50' }, kept: { priceMinor: 3050 } },
      { title: 'decimals that are zeros', form: { price: '30.0000' }, kept: { priceMinor: 3000 } },
      {
        title: 'minutes',
        form: { validity_value: '45', validity_unit: 'minutes' },
        kept: { validitySeconds: 2700 },
      },
      {
        title: 'hours',
        form: { validity_value: '3', validity_unit: 'hours' },
        kept: { validitySeconds: 10_800 },
      },
      {
        title: 'kilobits',
        form: { download_mbps: '0.512', upload_mbps: '0.0644' },
        kept: { downloadBps: 512_000, uploadBps: 64_000 },
      },
      {
        title: 'the Trial is free',
        form: { is_trial: '1', price: '30' },
        kept: { priceMinor: 0, isTrial: true },
      },
      { title: 'on sale', form: { active: '1' }, kept: { active: true, isTrial: false } },
      { title: 'hidden', form: { active: undefined }, kept: { active: false } },
    ])
    .run(async ({ assert, cleanup }, { form, kept }) => {
      const input = aForm(form)
      cleanup(
        async () => void (await isp.inside(() => Package.query().where('is_trial', true).delete()))
      )
      const page = await operator.submit(CREATE, input, LIST)
      assert.include(noticeOf(page), `${input.name} is saved`)
      const saved = await named(input.name)
      for (const [key, value] of Object.entries(kept))
        assert.equal(Object(saved?.$attributes)[key], value, key)

      const edit = `${LIST}/${saved?.id}/edit`
      await operator.submit(edit, {}, `${LIST}/${saved?.id}`)
      const again = await named(input.name)
      assert.deepEqual(
        JSON.stringify({ ...again?.$attributes, updatedAt: null }, big),
        JSON.stringify({ ...saved?.$attributes, updatedAt: null }, big),
        'saving the form untouched changes nothing'
      )
    })

  test('in {currency} a saved price comes back as it was entered')
    .with(countries.map(({ code, currency }) => ({ code, currency })))
    .run(async ({ assert }, { code, currency }) => {
      assert.include(knownCurrencies, currency)
      const there = await openIsp({ gateways: false, countryCode: code })
      const owner = await operatorOf(there)
      const saved = await named('Day Pass', there)
      const edit = `${LIST}/${saved?.id}/edit`
      assert.equal(formOf(await owner.get(edit), `${LIST}/${saved?.id}`).fields.price, '30')
      await owner.submit(edit, {}, `${LIST}/${saved?.id}`)
      assert.equal((await named('Day Pass', there))?.price.toDecimal(), saved?.price.toDecimal())
    })

  test('refuses {field} {value}')
    .with([
      { field: 'name', value: '' },
      { field: 'name', value: 'x'.repeat(61) },
      { field: 'name', value: 'two\nlines' },
      { field: 'price', value: '' },
      { field: 'price', value: '-1' },
      { field: 'price', value: '30,50' },
      { field: 'price', value: '30.505' },
      { field: 'price', value: '1e3' },
      { field: 'price', value: '৩০' },
      { field: 'price', value: '10000000000' },
      { field: 'price', value: '0' },
      { field: 'price', value: '0.00' },
      { field: 'validity_value', value: '' },
      { field: 'validity_value', value: '0' },
      { field: 'validity_value', value: '1.5' },
      { field: 'validity_value', value: '5001' },
      { field: 'validity_value', value: 'Infinity' },
      { field: 'download_mbps', value: '' },
      { field: 'download_mbps', value: '0' },
      { field: 'download_mbps', value: '-5' },
      { field: 'download_mbps', value: '10001' },
      { field: 'download_mbps', value: 'fast' },
      { field: 'upload_mbps', value: '0.01' },
      { field: 'data_value', value: '0' },
      { field: 'data_value', value: '-1' },
      { field: 'data_value', value: 'NaN' },
      { field: 'data_value', value: '1000001' },
      { field: 'position', value: '-1' },
      { field: 'position', value: '1.5' },
    ])
    .run(async ({ assert }, { field, value }) => {
      const input = aForm({ [field]: value })
      const page = await operator.submit(CREATE, input, LIST)
      assert.isNotEmpty(errorAt(page, field))
      assert.isNull(await named(input.name))
      assert.equal(formOf(page, LIST).fields.validity_unit, 'days', 'what was typed is still there')
    })

  test('a unit that is none is refused', async ({ assert }) => {
    for (const unit of [
      { validity_unit: 'years' },
      { data_unit: 'TB' },
      { validity_unit: 'toString' },
    ]) {
      const input = aForm(unit)
      await operator.submit(CREATE, input, LIST)
      assert.isNull(await named(input.name))
    }
  })

  test('a name is used once, a Trial is one, and each error stands at its field', async ({
    assert,
  }) => {
    const shop = await openIsp({ gateways: false })
    const owner = await operatorOf(shop)
    assert.match(
      errorAt(await owner.submit(CREATE, aForm({ name: 'day pass' }), LIST), 'name') ?? '',
      /Another package/
    )
    const second = await owner.submit(CREATE, aForm({ is_trial: '1' }), LIST)
    assert.match(errorAt(second, 'is_trial') ?? '', /a Trial already/)
    const dayPass = await named('Day Pass', shop)
    const edited = await owner.submit(
      `${LIST}/${dayPass?.id}/edit`,
      { is_trial: '1' },
      `${LIST}/${dayPass?.id}`
    )
    assert.match(errorAt(edited, 'is_trial') ?? '', /a Trial already/)
    assert.equal((await named('Day Pass', shop))?.priceMinor, 3000)
  })

  test('deleting a package that runs takes nothing from those who bought it', async ({
    assert,
  }) => {
    const shop = await openIsp({ gateways: false })
    const owner = await operatorOf(shop)
    const dayPass = await named('Day Pass', shop)
    const customer = await shop.inside(() => createCustomer(1, 'Salma'))
    await asOwner(
      `insert into ${shop.tenant.schema}.activations (customer_id, package_id, package_name, source, price_minor, currency,
         validity_seconds, download_bps, upload_bps, octets_limit, starts_at, expires_at)
       values ($1, $2, 'Day Pass', 'payment', 3000, 'BDT', 86400, 10000000, 5000000, 2147483648, now(), now() + interval '1 day')`,
      [customer.id, dayPass?.id]
    )
    assert.match(text((await owner.get(LIST)).body), /Day Pass ৳30 .*? 1 On sale/)

    const page = await owner.submit(
      `${LIST}/${dayPass?.id}/edit`,
      {},
      `${LIST}/${dayPass?.id}?_method=DELETE`
    )
    assert.include(noticeOf(page), 'Day Pass is deleted')
    const [left] = await asOwner(
      `select package_id, package_name, status from ${shop.tenant.schema}.activations`
    )
    assert.deepEqual(left, { package_id: null, package_name: 'Day Pass', status: 'running' })
    assert.include(text((await owner.get(`/dashboard/customers/${customer.id}`)).body), 'Day Pass')
  })

  test('HTML and SQL in a name stay text', async ({ assert }) => {
    const name = `<b onclick=x>' or 1=1 --</b>"&amp;`
    const page = await operator.submit(CREATE, aForm({ name }), LIST)
    assert.notInclude(page.body, '<b onclick')
    assert.include(text(page.body), name)
    const saved = await named(name)
    assert.equal(
      formOf(await operator.get(`${LIST}/${saved?.id}/edit`), `${LIST}/${saved?.id}`).fields.name,
      name
    )
  })

  test('there is no package {id}')
    .with(['0', '999999', '99999999999999999999', 'x'].map((id) => ({ id })))
    .run(async ({ assert }, { id }) => {
      assert.equal((await operator.get(`${LIST}/${id}/edit`)).status, 404)
    })
})

function big(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
