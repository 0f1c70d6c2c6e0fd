import { randomInt } from 'node:crypto'
import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import Activation from '#hotspot/activation/activation'
import HotspotLog from '#hotspot/logs/hotspot_log'
import Package from '#hotspot/packages/package'
import { CreateVouchers } from '#hotspot/vouchers/create_vouchers'
import { chargeTry } from '#hotspot/vouchers/redeem_limits'
import Voucher from '#hotspot/vouchers/voucher'
import { receiptQuery } from '#payments/receipts/receipt_query'
import CustomerPayment from '#payments/customer_payment'
import { fetchedBy } from '#tests/functional/receipts/counter'
import { readPdf } from '#tests/unit/receipts/read_pdf'
import { anyMac, Guest, portalPage } from '#tests/support/guest'
import { text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import type { Page } from '#tests/support/page_visitor'
import { Tenancy } from '#tenancy/tenancy'
import type Router from '#routers/router'

let isp: Isp
let router: Router
let tenancy: Tenancy

/** A batch of this package. @returns its codes, as printed */
async function codesOf(name: string, count = 1, expiresAt: DateTime | null = null, of = isp) {
  const create = await app.container.make(CreateVouchers)
  return of.inside(async () => {
    const { id } = await Package.findByOrFail('name', name)
    const batch = await create.execute(of.tenant, {
      packageId: id,
      count,
      label: null,
      expiresAt,
      createdByName: 'Rahim Uddin',
    })
    const vouchers = await Voucher.query().where('batch', batch.name).orderBy('id')
    return vouchers.map((voucher) => voucher.code(of.tenant.id))
  })
}

const codeOf = async (...args: Parameters<typeof codesOf>) => (await codesOf(...args))[0] ?? ''

async function arrived(): Promise<{ guest: Guest; home: Page }> {
  const guest = new Guest(isp, router)
  return { guest, home: await guest.signIn() }
}

const redeem = ({ guest, home }: Awaited<ReturnType<typeof arrived>>, code: string) =>
  guest.visitor.once('POST', portalPage(home, '/voucher'), { code })

const REFUSED = 'This code cannot be used'

test.group('Vouchers | At the portal', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    router = await registerRouter(isp)
    tenancy = await app.container.make(Tenancy)
  })

  test('a code becomes the package, a payment with a receipt, and a log line', async ({
    assert,
  }) => {
    const someone = await arrived()
    const packages = await someone.guest.packages(someone.home)
    assert.include(packages.body, '/voucher?lang=')

    const form = await someone.guest.visitor.get(portalPage(someone.home, '/voucher'))
    const online = await someone.guest.visitor.submit(form, '/voucher', {
      code: (await codeOf('Weekly')).toLowerCase().replaceAll('-', ' '),
    })
    assert.include(text(online.body), 'Weekly')

    const customer = await someone.guest.customer()
    const { activation, payment, voucher, log } = await isp.inside(async () => ({
      activation: await Activation.findOrFail(customer.activationId),
      payment: await CustomerPayment.findByOrFail('customerId', customer.id),
      voucher: await Voucher.findByOrFail('customerId', customer.id),
      log: await HotspotLog.query().where({ customerId: customer.id, event: 'voucher_redeemed' }),
    }))
    assert.equal(activation.packageName, 'Weekly')
    assert.equal(payment.method, 'voucher')
    assert.equal(payment.amountMinor, activation.priceMinor)
    assert.equal(payment.voucherId, voucher.id)
    assert.equal(payment.activationId, activation.id)
    assert.equal(voucher.state, 'redeemed')
    assert.isNotNull(voucher.redeemedAt)
    assert.lengthOf(log, 1)

    const owner = await operatorOf(isp)
    assert.include((await owner.get('/dashboard/receipts')).body, someone.guest.mobile)
    const { octets } = await fetchedBy(owner, `/dashboard/receipts/${payment.id}.pdf?lang=en`)
    const told = readPdf(octets).pages.map((page) => page.text.replaceAll('|', ''))
    for (const each of ['Weekly', 'Voucher', someone.guest.mobile]) assert.include(told[0], each)
  })

  test('{title} is refused, in the same words')
    .with([
      { title: 'a code nobody made', code: async () => 'CCCC-CCCC-CCC' },
      { title: 'nothing', code: async () => '' },
      { title: 'half a code', code: async () => (await codeOf('Weekly')).slice(0, 9) },
      { title: 'a code and more', code: async () => `${await codeOf('Weekly')}2` },
      { title: 'a query', code: async () => "' or 1=1 --" },
      { title: 'a page of text', code: async () => 'C'.repeat(5000) },
      {
        title: 'an expired one',
        code: () => codeOf('Weekly', 1, DateTime.utc().minus({ seconds: 1 })),
      },
      {
        title: 'a void one',
        code: async () => {
          const code = await codeOf('Weekly')
          await isp.inside(() =>
            Voucher.query().orderBy('id', 'desc').limit(1).update({ state: 'void' })
          )
          return code
        },
      },
      {
        title: 'one that another has used',
        code: async () => {
          const code = await codeOf('Weekly')
          await redeem(await arrived(), code)
          return code
        },
      },
      {
        title: 'one of another ISP',
        code: async () => codeOf('Weekly', 1, null, await openIsp({ gateways: false })),
      },
    ])
    .run(async ({ assert }, { code }) => {
      const typed = await code()
      const someone = await arrived()
      const page = await redeem(someone, typed)
      assert.equal(page.status, 422)
      assert.include(page.body, REFUSED)
      const customer = await someone.guest.customer()
      assert.lengthOf(
        await isp.inside(() => CustomerPayment.query().where('customer_id', customer.id)),
        0
      )
    })

  test('a second tap is told that it is done, and buys nothing twice', async ({ assert }) => {
    const someone = await arrived()
    const code = await codeOf('Weekly')
    await redeem(someone, code)
    const again = await redeem(someone, code)
    assert.equal(again.status, 409)
    assert.include(again.body, 'already')
    const customer = await someone.guest.customer()
    assert.lengthOf(
      await isp.inside(() => CustomerPayment.query().where('customer_id', customer.id)),
      1
    )
  })

  test('of many who redeem one code at once, one has it', async ({ assert }) => {
    const people = [await arrived(), await arrived(), await arrived()]
    const code = await codeOf('Weekly')
    const pages = await Promise.all([...people, ...people].map((someone) => redeem(someone, code)))
    assert.lengthOf(
      pages.filter(({ status }) => status === 302),
      1
    )
    assert.lengthOf(
      pages.filter(({ status }) => status === 409),
      1
    )
    const voucher = await isp.inside(() => Voucher.query().orderBy('id', 'desc').firstOrFail())
    const payments = await isp.inside(() => CustomerPayment.query().where('voucher_id', voucher.id))
    assert.lengthOf(payments, 1)
    assert.equal(payments[0]?.customerId, voucher.customerId)
  })

  test('a voucher keeps its worth when price changes and package goes', async ({ assert }) => {
    const name = `Short ${randomInt(1e6)}`
    const sold = await isp.inside(async () => {
      const { $attributes } = await Package.findByOrFail('name', 'Day Pass')
      return Package.create({ ...$attributes, id: undefined, name, priceMinor: 1234 })
    })
    const [first = '', second = ''] = await codesOf(name, 2)
    await isp.inside(() => sold.merge({ priceMinor: 999_900 }).save())
    const someone = await arrived()
    assert.equal((await redeem(someone, first)).status, 302)
    await isp.inside(() => sold.delete())
    const other = await arrived()
    assert.equal((await redeem(other, second)).status, 302)

    for (const { guest } of [someone, other]) {
      const { id } = await guest.customer()
      const payment = await isp.inside(() => CustomerPayment.findByOrFail('customerId', id))
      assert.equal(payment.amountMinor, 1234)
      assert.equal(payment.packageName, name)
    }
  })

  test('who has not proven a number is asked for it, and no code is looked at', async ({
    assert,
  }) => {
    const guest = new Guest(isp, router)
    const home = await guest.arrive()
    const code = await codeOf('Weekly')
    const page = await redeem({ guest, home }, code)
    assert.equal(page.status, 302)
    assert.include(page.location, '/number')
    const voucher = await isp.inside(() => Voucher.query().orderBy('id', 'desc').firstOrFail())
    assert.equal(voucher.state, 'new')
  })

  test('wrong codes are counted: the ninth waits, even with a right one', async ({ assert }) => {
    const someone = await arrived()
    for (let n = 0; n < 8; n += 1) {
      assert.equal((await redeem(someone, `CCCC-CCCC-CC${n + 2}`)).status, 422)
    }
    const code = await codeOf('Weekly')
    const page = await redeem(someone, code)
    assert.equal(page.status, 429)
    assert.include(page.body, 'Too many tries')

    const neighbour = await arrived()
    assert.equal((await redeem(neighbour, code)).status, 302, 'others are not kept waiting')
  })

  test('guesses that race share no try', async ({ assert }) => {
    const someone = await arrived()
    const pages = await Promise.all(
      Array.from({ length: 16 }, (_, n) => redeem(someone, `DDDD-DDDD-D${n + 20}`))
    )
    assert.isAtMost(pages.filter(({ status }) => status === 422).length, 8)
    assert.isAtLeast(pages.filter(({ status }) => status === 429).length, 8)
  })

  test('an ISP’s portal takes 600 wrong codes an hour from all phones together', async ({
    assert,
  }) => {
    const [besieged, quiet] = [randomInt(1e9, 2e9), randomInt(2e9, 3e9)]
    const trier = (tenantId: number, customerId: number) => ({
      tenantId,
      customerId,
      mac: anyMac(),
    })
    for (let first = 0; first < 600; first += 100) {
      const waits = await Promise.all(
        Array.from({ length: 100 }, (_, n) => chargeTry(trier(besieged, first + n)))
      )
      assert.isTrue(waits.every((seconds) => seconds === 0))
    }
    assert.isAbove(await chargeTry(trier(besieged, 600)), 0)
    assert.equal(await chargeTry(trier(quiet, 600)), 0, 'another ISP’s customers do not wait')
  })

  test('right codes are never counted, and each goes on where the one before ends', async ({
    assert,
  }) => {
    const someone = await arrived()
    for (const code of await codesOf('Weekly', 10)) {
      assert.equal((await redeem(someone, code)).status, 302)
    }
    const { id } = await someone.guest.customer()
    const payments = await isp.inside(() =>
      CustomerPayment.query().where('customer_id', id).orderBy('id')
    )
    const receipts = await isp.inside(async () => {
      const found = []
      for (const payment of payments) found.push(await receiptQuery(tenancy, { id: payment.id }))
      return found
    })
    for (const [n, receipt] of receipts.entries()) {
      const next = receipts[n + 1]
      if (next) assert.deepEqual(receipt.validTo?.toMillis(), next.validFrom?.toMillis())
    }
  })

  test('what was typed is shown escaped', async ({ assert }) => {
    const page = await redeem(await arrived(), '"><script>alert(1)</script>')
    assert.notInclude(page.body, '<script>alert')
    assert.include(page.body, '&lt;script&gt;')
  })

  test('in Bangla, too', async ({ assert }) => {
    const { guest, home } = await arrived()
    const url = portalPage(home, '/voucher').replace(/lang=\w+/, 'lang=bn')
    const page = await guest.visitor.get(url.includes('lang=') ? url : `${url}?lang=bn`)
    assert.include(page.body, 'ভাউচার কোড')
  })
})
