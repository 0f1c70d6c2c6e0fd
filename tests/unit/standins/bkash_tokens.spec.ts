import { test } from '@japa/runner'
import { startBkash } from '#tests/standins/bkash/start'
import { BLUE, codeOf, GREEN, openShop, Shop } from './bkash_shop.js'

test.group('bKash stand-in: tokens', () => {
  test('grants a token for an hour', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const reply = await shop.grant()

    assert.containSubset(reply, { statusCode: '0000', token_type: 'Bearer', expires_in: 3600 })
    assert.isString(reply.id_token)
    assert.isString(reply.refresh_token)
    assert.notEqual(reply.id_token, reply.refresh_token)
  })

  test('refuses {$self}')
    .with(['an unknown user', 'a wrong password', 'a wrong app key', 'a wrong app secret'] as const)
    .run(async ({ assert, cleanup }, what) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const reply = await {
        'an unknown user': () => shop.grant({}, { username: 'nobody' }),
        'a wrong password': () => shop.grant({}, { password: 'guess' }),
        'a wrong app key': () => shop.grant({ app_key: 'other' }),
        'a wrong app secret': () => shop.grant({ app_secret: 'other' }),
      }[what]()

      assert.equal(codeOf(reply), what.includes('app') ? '2001' : '9999')
      assert.notProperty(reply, 'id_token')
    })

  test('refuses missing and unknown fields, and bodies that are not JSON', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const form = await shop.raw('/v1.2.0-beta/tokenized/checkout/token/grant', {
      headers: { ...GREEN, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'app_key=gk&app_secret=gs',
    })

    assert.equal(codeOf(await shop.grant({ app_secret: undefined })), '2065')
    assert.equal(codeOf(await shop.grant({ extra: '1' })), '2025')
    assert.equal(codeOf(form.body), '2025')
    assert.equal(form.status, 200)
  })

  test('blocks the merchant for an hour at the third token call within an hour', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const { control } = shop.bkash
    const first = await shop.grant()
    control.advance(3000)
    const second = await shop.refresh(first.refresh_token)
    control.advance(500)

    assert.equal(second.statusCode, '0000')
    assert.equal(codeOf(await shop.grant()), '9999')
    const order = await shop.call('create', String(second.id_token), shop.order())
    assert.equal(codeOf(order), '9999')
    control.advance(3590)
    assert.equal(codeOf(await shop.grant()), '9999')
    control.advance(10)
    assert.equal(codeOf(await shop.grant()), '0000')
  })

  test('does not block for two calls in each hour, nor for another merchant', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    for (let call = 0; call < 5; call++) {
      assert.equal(codeOf(await shop.grant()), '0000')
      shop.bkash.control.advance(1800)
    }
    await shop.grant()
    await shop.grant()

    assert.equal(codeOf(await new Shop(shop.bkash, BLUE).grant()), '0000')
    shop.bkash.control.resetGrants('green')
    assert.equal(codeOf(await shop.grant()), '0000')
  })

  test('refuses a refresh token of another merchant or a made-up one', async ({
    assert,
    cleanup,
  }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const foreign = await new Shop(shop.bkash, BLUE).grant()

    assert.equal(codeOf(await shop.refresh(foreign.refresh_token)), '9999')
    assert.equal(codeOf(await shop.refresh('made.up.token')), '9999')
  })

  test('answers 401 to {$self}')
    .with(['no token', 'a token behind "Bearer"', 'a refresh token', 'an expired token'] as const)
    .run(async ({ assert, cleanup }, what) => {
      const shop = await openShop()
      cleanup(() => shop.bkash.stop())
      const { id_token: id, refresh_token: refresh } = await shop.grant()
      if (what === 'an expired token') shop.bkash.control.advance(3600)
      const authorization = {
        'no token': '',
        'a token behind "Bearer"': `Bearer ${String(id)}`,
        'a refresh token': String(refresh),
        'an expired token': String(id),
      }[what]
      const { status, body } = await shop.raw('/v1.2.0-beta/tokenized/checkout/create', {
        headers: { authorization, 'x-app-key': 'gk', 'content-type': 'application/json' },
        body: JSON.stringify(shop.order()),
      })

      assert.equal(status, 401)
      assert.property(body, 'message')
      assert.lengthOf(shop.bkash.control.payments(), 0)
    })

  test('refuses a token that comes with another app key', async ({ assert, cleanup }) => {
    const shop = await openShop()
    cleanup(() => shop.bkash.stop())
    const token = await shop.token()
    const thief = new Shop(shop.bkash, { ...GREEN, appKey: BLUE.appKey })

    assert.equal(codeOf(await thief.call('create', token, shop.order())), '2001')
  })

  test('knows its tokens after a restart, as the real one does', async ({ assert, cleanup }) => {
    const before = await openShop()
    const token = await before.token()
    await before.bkash.stop()
    const after = new Shop(await startBkash({ merchants: [GREEN] }))
    cleanup(() => after.bkash.stop())

    assert.match(await after.create(token), /^TR0011/)
  })
})
