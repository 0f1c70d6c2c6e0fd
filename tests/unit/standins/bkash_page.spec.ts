import { test } from '@japa/runner'
import { CALLBACK, codeOf, openShop, type Shop } from './bkash_shop.js'
import { read, statusOf } from './web.js'

async function openPage(shop: Shop, changes = {}) {
  const token = await shop.token()
  const created = await shop.call('create', token, shop.order(changes))
  const url = String(created.bkashURL)
  const post = (fields: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return { token, paymentID: String(created.paymentID), url, post }
}

test.group('bKash stand-in: the page to pay on', () => {
  test('takes wallet, code and PIN, and returns the browser with success', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { token, paymentID, post } = await openPage(shop)
    await post({ action: 'wallet', wallet: '+880 1712-345678' })
    const paid = await post({ action: 'pay', otp: '123456', pin: '12121' })
    const back = new URL(paid.headers.get('location') ?? '')

    assert.equal(paid.status, 303)
    assert.equal(`${back.origin}${back.pathname}`, CALLBACK)
    assert.equal(back.searchParams.get('paymentID'), paymentID)
    assert.equal(back.searchParams.get('status'), 'success')
    assert.isNotEmpty(back.searchParams.get('signature'))
    assert.equal(back.searchParams.get('apiVersion'), '1.2.0-beta')
    const executed = await shop.call('execute', token, { paymentID })
    assert.equal(executed.customerMsisdn, '01712345678')
  })

  test('returns with {status} at {action}')
    .with([
      { action: 'cancel', status: 'cancel' },
      { action: 'fail', status: 'failure' },
    ])
    .run(async ({ assert, cleanup }, { action, status }) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const { token, paymentID, post } = await openPage(shop, {
        callbackURL: `${CALLBACK}?keep=1`,
      })
      const reply = await post({ action })
      const back = new URL(reply.headers.get('location') ?? '')

      assert.equal(back.searchParams.get('status'), status)
      assert.equal(back.searchParams.get('keep'), '1')
      assert.equal(codeOf(await shop.call('execute', token, { paymentID })), '2056')
    })

  test('asks again after a wrong number, code or PIN, and fails at the third wrong PIN', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { post } = await openPage(shop)

    const wrongNumber = await post({ action: 'wallet', wallet: '12' })
    assert.include(await wrongNumber.text(), 'role="alert"')
    await post({ action: 'wallet', wallet: '01712345678' })
    const wrongCode = await post({ action: 'pay', otp: '000000', pin: '12121' })
    assert.include(await wrongCode.text(), 'verification code is wrong')
    await post({ action: 'pay', otp: '123456', pin: '1' })
    await post({ action: 'pay', otp: '123456', pin: '2' })
    const third = await post({ action: 'pay', otp: '123456', pin: '3' })
    assert.include(third.headers.get('location') ?? '', 'status=failure')
  })

  test('cannot be paid without a wallet, nor a second time', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { post, url } = await openPage(shop)
    const early = await post({ action: 'pay', otp: '123456', pin: '12121' })
    await post({ action: 'cancel' })
    const late = await post({ action: 'wallet', wallet: '01712345678' })

    assert.equal(early.status, 200)
    assert.include(await late.text(), 'You have cancelled this payment')
    assert.include(await read(url), 'status=cancel')
  })

  test('is found only with its hash', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { url } = await openPage(shop)
    const guessed = new URL(url)
    guessed.searchParams.set('hash', 'guess')

    assert.equal(await statusOf(guessed), 404)
  })

  test('loads nothing from elsewhere, needs no script and escapes what it shows', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    shop.bkash.control.addMerchant({ ...shop.credentials, name: '<script>alert(1)</script>' })
    const { url } = await openPage(shop)
    const page = await fetch(url)
    const markup = await page.text()

    assert.notMatch(markup, /<script|src=|https?:\/\//)
    assert.include(markup, '&lt;script&gt;')
    assert.include(page.headers.get('content-security-policy') ?? '', "default-src 'none'")
  })
})
