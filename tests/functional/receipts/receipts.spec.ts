import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import CustomerPayment from '#payments/customer_payment'
import { createCustomer } from '#tests/support/fixtures'
import { Guest, portalPage } from '#tests/support/guest'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { packageNamed, payAtBkash } from '#tests/support/customer'
import { atOnce } from '#tests/support/concurrency'
import { fetchedBy, soldForCash } from '#tests/functional/receipts/counter'
import { download } from '#tests/functional/receipts/receipt_visits'
import { readPdf } from '#tests/unit/receipts/read_pdf'

const textOf = (octets: Buffer) =>
  readPdf(octets)
    .pages.map(({ text }) => text.replaceAll('|', ''))
    .join('')

test.group('Receipts | The operator', (group) => {
  let isp: Isp
  let owner: Visitor
  group.setup(async () => {
    isp = await openIsp()
    owner = await operatorOf(isp)
  })

  test('a cash payment has its receipt, with the right headers', async ({ assert }) => {
    const { payment, activation } = await soldForCash(isp, 1)
    const { status, headers, octets } = await fetchedBy(
      owner,
      `/dashboard/receipts/${payment.id}.pdf?lang=en`
    )
    assert.equal(status, 200)
    assert.equal(headers['content-type'], 'application/pdf')
    assert.match(String(headers['content-disposition']), /^inline; filename="[A-Z]+-\d{6}\.pdf"$/)
    assert.include(headers['cache-control'], 'no-store')
    assert.equal(Number(headers['content-length']), octets.length)

    const until = activation.expiresAt.setZone('Asia/Dhaka').toFormat('d LLL yyyy, HH:mm')
    for (const told of ['Rahima Khatun', '+88017', 'Day Pass', 'Cash', 'Karim Mia', '৳30', until]) {
      assert.include(textOf(octets), told)
    }
  })

  test('in the customer’s language, unless another is asked for', async ({ assert }) => {
    const { payment, customer } = await soldForCash(isp, 2)
    await isp.inside(() => customer.merge({ language: 'bn' }).save())
    const path = `/dashboard/receipts/${payment.id}.pdf`
    assert.include(textOf((await fetchedBy(owner, path)).octets), 'নগদ')
    assert.include(textOf((await fetchedBy(owner, `${path}?lang=en`)).octets), 'Cash')
  })

  test('every paper: {format}')
    .with([
      { format: 'a5', width: 419.53 },
      { format: '80mm', width: 226.77 },
      { format: '58mm', width: 164.41 },
      { format: 'nonsense', width: 419.53 },
    ])
    .run(async ({ assert }, { format, width }) => {
      const [payment] = await isp.inside(() => CustomerPayment.query().limit(1))
      const { octets } = await fetchedBy(
        owner,
        `/dashboard/receipts/${payment?.id}.pdf?format=${format}`
      )
      assert.approximately(readPdf(octets).pages[0]?.width ?? 0, width, 0.01)
    })

  test('an undone payment’s receipt says so, and keeps its number', async ({ assert }) => {
    const { payment } = await soldForCash(isp, 3)
    await isp.inside(() =>
      payment
        .merge({ undoneAt: DateTime.utc(), undoneByName: 'Rahim Uddin', undoReason: 'Mistake' })
        .save()
    )
    const { octets } = await fetchedBy(owner, `/dashboard/receipts/${payment.id}.pdf?lang=en`)
    assert.include(textOf(octets), 'UNDONE')
    assert.include(textOf(octets), 'Mistake')
    assert.include(textOf(octets), String(payment.receiptNo).padStart(6, '0'))
  })

  test('each payment keeps the time it bought when the next one adds to it', async ({ assert }) => {
    const { payment, activation } = await soldForCash(isp, 4)
    const first = activation.expiresAt
    await isp.inside(async () => {
      await activation.merge({ expiresAt: first.plus({ days: 1 }) }).save()
      const next = await CustomerPayment.create({
        customerId: payment.customerId,
        activationId: activation.id,
        method: 'cash',
        packageName: 'Day Pass',
        amountMinor: 3000,
        currency: 'BDT',
        paidAt: DateTime.utc(),
      })
      await CustomerPayment.query()
        .where('id', next.id)
        .update({ previous: JSON.stringify({ expiresAt: first.toISO() }) })
    })
    const { octets } = await fetchedBy(owner, `/dashboard/receipts/${payment.id}.pdf?lang=en`)
    const shown = (at: DateTime) => at.setZone('Asia/Dhaka').toFormat('d LLL yyyy, HH:mm')
    assert.include(textOf(octets), shown(first))
    assert.notInclude(textOf(octets), shown(first.plus({ days: 1 })))
  })

  test('numbers are gapless, also when people pay at once', async ({ assert }) => {
    const crowd = await openIsp({ gateways: false })
    await atOnce(
      6,
      Array.from({ length: 12 }, (_, n) => async () => void (await soldForCash(crowd, n + 1)))
    )
    const payments = await crowd.inside(() => CustomerPayment.query().orderBy('receipt_no'))
    assert.deepEqual(
      payments.map(({ receiptNo }) => receiptNo),
      Array.from({ length: 12 }, (_, n) => n + 1)
    )
  })

  test('a payment that comes to nothing takes no number with it, also among others at once', async ({
    assert,
  }) => {
    const crowd = await openIsp({ gateways: false })
    class Broken extends Error {}
    const breaksOff = (n: number) => async () => {
      const work = crowd.inside(async () => {
        const customer = await createCustomer(n, 'Nobody')
        await CustomerPayment.create({
          customerId: customer.id,
          method: 'cash',
          packageName: 'Day Pass',
          amountMinor: 3000,
          currency: 'BDT',
          paidAt: DateTime.utc(),
        })
        throw new Broken()
      })
      await assert.rejects(() => work, Broken)
    }
    const succeeds = (n: number) => async () => void (await soldForCash(crowd, n))
    await atOnce(
      6,
      Array.from({ length: 18 }, (_, n) => (n % 3 === 1 ? breaksOff(n + 1) : succeeds(n + 1)))
    )
    const payments = await crowd.inside(() => CustomerPayment.query().orderBy('receipt_no'))
    assert.deepEqual(
      payments.map(({ receiptNo }) => receiptNo),
      Array.from({ length: 12 }, (_, n) => n + 1)
    )
  })

  test('the list finds receipts by number and mobile number, and links each', async ({
    assert,
  }) => {
    const { payment, customer } = await soldForCash(isp, 5)
    for (const q of [customer.mobile.slice(3), `GN-${payment.receiptNo}`]) {
      const { status, body } = await owner.get(
        `/dashboard/receipts?lang=en&q=${encodeURIComponent(q)}`
      )
      assert.equal(status, 200)
      assert.include(body, `/dashboard/receipts/${payment.id}.pdf`)
    }
    const nothing = await owner.get('/dashboard/receipts?q=nobody%25')
    assert.notInclude(nothing.body, '.pdf')
  })

  test('{title} has no receipt here')
    .with([
      { title: 'a payment nobody made', id: () => 999_999 },
      { title: 'an id that is none', id: () => '1;drop' },
      { title: 'an id beyond counting', id: () => '9'.repeat(30) },
    ])
    .run(async ({ assert }, { id }) => {
      const { status } = await fetchedBy(owner, `/dashboard/receipts/${id()}.pdf`)
      assert.equal(status, 404)
    })

  test('another ISP’s operator sees nothing of it', async ({ assert }) => {
    const { payment } = await soldForCash(isp, 6)
    const other = await operatorOf(await openIsp({ gateways: false }))
    const { status, octets } = await fetchedBy(other, `/dashboard/receipts/${payment.id}.pdf`)
    assert.equal(status, 404)
    assert.notInclude(octets.toString('latin1'), '%PDF')

    const stolen = await download(
      `http://${owner.host}/dashboard/receipts/${payment.id}.pdf`,
      other.browser.cookiesOf(other.host)
    )
    assert.equal(stolen.status, 302)
    assert.notInclude(stolen.octets.toString('latin1'), '%PDF')
  })

  test('everybody who works there may look', async ({ assert }) => {
    const { payment } = await soldForCash(isp, 7)
    const support = await operatorOf(isp, 'support')
    assert.equal((await fetchedBy(support, `/dashboard/receipts/${payment.id}.pdf`)).status, 200)
  })
})

test.group('Receipts | The customer', (group) => {
  let isp: Isp
  let payer: Guest
  let home: Awaited<ReturnType<Guest['signIn']>>
  group.setup(async () => {
    isp = await openIsp()
    payer = new Guest(isp, await registerRouter(isp))
    home = await payer.signIn()
    const packages = await payer.packages(home)
    const checkout = await payer.visitor.once('POST', portalPage(home, '/buy'), {
      package_id: packageNamed(packages, 'Day Pass'),
    })
    home = await payer.visitor.get(await payAtBkash(checkout.location ?? ''))
  })

  test('finds the receipt of an online payment and may download it', async ({ assert }) => {
    const list = await payer.visitor.get(portalPage(home, '/receipts'))
    const [, href = ''] = /href="([^"]*receipts\/\d+\.pdf[^"]*)"/.exec(list.body) ?? []
    const { status, headers, octets } = await download(
      new URL(href.replaceAll('&amp;', '&'), list.url).href
    )
    assert.equal(status, 200)
    assert.include(headers['cache-control'], 'no-store')
    for (const told of ['Day Pass', 'bKash', payer.mobile, '৳30']) {
      assert.include(textOf(octets), told)
    }
  })

  test('finds what was paid at the counter there, too', async ({ assert }) => {
    const customer = await payer.customer()
    const payment = await isp.inside(async () => {
      const { id } = await CustomerPayment.create({
        customerId: customer.id,
        method: 'cash',
        packageName: 'Weekly',
        amountMinor: 15_000,
        currency: 'BDT',
        receivedByName: 'Karim Mia',
        paidAt: DateTime.utc(),
      })
      return CustomerPayment.findOrFail(id)
    })
    const list = await payer.visitor.get(portalPage(home, '/receipts'))
    assert.include(list.body, `/receipts/${payment.id}.pdf`)
    const { octets } = await download(portalPage(home, `/receipts/${payment.id}.pdf`))
    for (const told of ['Weekly', 'Cash', 'Karim Mia', '৳150']) assert.include(textOf(octets), told)
  })

  test('the operator finds it at the payment', async ({ assert }) => {
    const owner = await operatorOf(isp)
    const list = await owner.get('/dashboard/payments?lang=en')
    const [path = ''] = /\/dashboard\/payments\/\d+\/receipt\.pdf/.exec(list.body) ?? []
    const { status, octets } = await fetchedBy(owner, `${path}?lang=en`)
    assert.equal(status, 200)
    assert.include(textOf(octets), payer.mobile)
  })

  test('somebody else’s is not there', async ({ assert }) => {
    const [payment] = await isp.inside(() => CustomerPayment.all())
    const stranger = new Guest(isp, payer.router)
    const page = await stranger.signIn()
    const own = await download(portalPage(page, `/receipts/${payment?.id}.pdf`))
    assert.equal(own.status, 404)

    const unknown = await new Guest(isp, payer.router).arrive()
    const locked = await download(portalPage(unknown, `/receipts/${payment?.id}.pdf`))
    assert.equal(locked.status, 302)
    assert.include(locked.headers.location, '/number')
  })
})
