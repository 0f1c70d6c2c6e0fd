import { test } from '@japa/runner'
import Package from '#hotspot/packages/package'
import { Counter } from '#tests/functional/recharge/counter'
import { errorAt, text } from '#tests/support/forms'
import { Guest } from '#tests/support/guest'
import { registerRouter } from '#tests/support/isp'

const PACKAGE = {
  name: 'Family Month',
  price: '900',
  validity_value: '1',
  validity_unit: 'months',
  until_midnight: '1',
  download_mbps: '10',
  upload_mbps: '5',
  burst_download_mbps: '20',
  burst_upload_mbps: '8',
  burst_seconds: '15',
  data_value: '100',
  data_unit: 'GB',
  device_limit: '4',
}

test.group('Recharge | The package form', (group) => {
  let counter: Counter
  group.setup(async () => {
    counter = await Counter.open()
  })

  const create = (changes: Record<string, string | undefined> = {}) =>
    counter.operator.submit(
      '/dashboard/packages/create',
      { ...PACKAGE, ...changes },
      '/dashboard/packages'
    )

  test('all a package can be is stored, listed, shown again and activated', async ({ assert }) => {
    const list = text((await create()).body)
    for (const said of ['1 month', 'to the end of the day', '4 devices', 'Burst ↓ 20 Mbps']) {
      assert.include(list, said)
    }
    const stored = await counter.package('Family Month')
    assert.include(stored.$attributes, {
      customerType: 'hotspot',
      priceMinor: 90_000,
      validityMonths: 1,
      validitySeconds: 30 * 86_400,
      untilMidnight: true,
      burstDownloadBps: 20_000_000,
      burstUploadBps: 8_000_000,
      burstSeconds: 15,
      deviceLimit: 4,
      active: true,
      isTrial: false,
    })

    const edit = `/dashboard/packages/${stored.id}`
    await counter.operator.submit(`${edit}/edit`, {}, edit)
    const again = await counter.package('Family Month')
    const terms = (each: Package) => ({ ...each.serialize(), updatedAt: null })
    assert.deepEqual(terms(again), terms(stored), 'saving the form untouched changes nothing')

    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Family Month' })
    const { activation } = await counter.standing(customer)
    assert.include(activation?.$attributes, { validityMonths: 1, deviceLimit: 4, burstSeconds: 15 })
    assert.equal(activation?.expiresAt.setZone('Asia/Dhaka').toFormat('HH:mm:ss'), '23:59:59')
  })

  test('{what} is refused at its field')
    .with([
      {
        what: 'a burst that is no faster',
        changes: { burst_download_mbps: '10' },
        field: 'burst_download_mbps',
      },
      {
        what: 'a slower burst upwards',
        changes: { burst_upload_mbps: '1' },
        field: 'burst_upload_mbps',
      },
      { what: 'half a burst', changes: { burst_upload_mbps: '' }, field: 'burst_upload_mbps' },
      {
        what: 'a burst without its seconds',
        changes: { burst_seconds: '' },
        field: 'burst_seconds',
      },
      { what: 'a burst of an hour', changes: { burst_seconds: '3600' }, field: 'burst_seconds' },
      { what: 'three years of months', changes: { validity_value: '36' }, field: 'validity_value' },
      { what: 'half a month', changes: { validity_value: '0.5' }, field: 'validity_value' },
      { what: 'no device', changes: { device_limit: '0' }, field: 'device_limit' },
      { what: 'a crowd of devices', changes: { device_limit: '21' }, field: 'device_limit' },
      { what: 'a type there is not', changes: { customer_type: 'dialup' }, field: 'customer_type' },
      {
        what: 'a PPPoE Trial',
        changes: { customer_type: 'pppoe', is_trial: '1' },
        field: 'is_trial',
      },
    ])
    .run(async ({ assert }, { changes, field }) => {
      const page = await create({ name: 'Refused', ...changes })
      assert.isDefined(errorAt(page, field))
      assert.isNull(await counter.isp.inside(() => Package.findBy('name', 'Refused')))
    })

  test('a PPPoE package is listed with its type and offered nowhere', async ({ assert }) => {
    const list = await create({ name: 'Fibre Home', customer_type: 'pppoe' })
    assert.include(text(list.body), 'PPPoE')
    const guest = new Guest(counter.isp, await registerRouter(counter.isp))
    const portal = await guest.packages(await guest.comeBack())
    assert.include(portal.body, 'Day Pass')
    assert.notInclude(portal.body, 'Fibre Home')
    const { body } = await counter.operator.get(
      `/dashboard/customers/${(await guest.customer()).id}/recharge`
    )
    assert.include(body, 'Day Pass')
    assert.notInclude(body, 'Fibre Home')
  })

  test('a changed package changes nobody’s activation', async ({ assert }) => {
    const customer = await counter.customer()
    await counter.sold(customer, { package: 'Weekly' })
    const before = await counter.standing(customer)
    const { id } = await counter.package('Weekly')
    const edit = `/dashboard/packages/${id}`
    const form = text((await counter.operator.get(`${edit}/edit`)).body)
    assert.include(form, 'One customer is using this package')

    await counter.operator.submit(
      `${edit}/edit`,
      { price: '999', validity_value: '1', download_mbps: '1', data_value: '1', device_limit: '9' },
      edit
    )
    assert.equal((await counter.package('Weekly')).priceMinor, 99_900)
    const after = await counter.standing(customer)
    assert.deepEqual(after.activation?.serialize(), before.activation?.serialize())
  })
})
