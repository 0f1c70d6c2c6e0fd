import { test } from '@japa/runner'

import { BkashTokenRefused } from '#payments/gateways/bkash/token_errors'

import { answer, drop } from '../core/http/scripted_server.js'
import { credentials, failure, token } from './bkash_wire.js'
import { calls, healthy, minutes, Process, world } from './bkash_processes.js'

test.group('bKash tokens', () => {
  test('twenty callers in four processes make one grant', async ({ assert, cleanup }) => {
    const around = await world(healthy)
    cleanup(around.server.close)
    const processes = [1, 2, 3, 4].map(() => new Process(around))

    const tokens = await Promise.all(
      processes.flatMap((process) => [1, 2, 3, 4, 5].map(() => process.current()))
    )

    assert.deepEqual([...new Set(tokens)], ['grant-1'])
    assert.deepEqual(calls(around), ['grant'])
  })

  test('a restart costs no call', async ({ assert, cleanup }) => {
    const around = await world(healthy)
    cleanup(around.server.close)

    await new Process(around).current()
    around.clock.advance(minutes(49))
    assert.equal(await new Process(around).current(), 'grant-1')
    assert.deepEqual(calls(around), ['grant'])
  })

  test('about minute 50 the token is refreshed, once', async ({ assert, cleanup }) => {
    const around = await world(healthy)
    cleanup(around.server.close)
    const process = new Process(around)

    await process.current()
    around.clock.advance(minutes(50))
    const tokens = await Promise.all([1, 2, 3].map(() => process.current()))

    assert.deepEqual(tokens, ['refresh-1', 'refresh-1', 'refresh-1'])
    assert.deepEqual(calls(around), ['grant', 'refresh'])
    assert.deepEqual(JSON.parse(around.server.of('refresh')[0]?.body ?? ''), {
      app_key: credentials.app_key,
      app_secret: credentials.app_secret,
      refresh_token: 'grant-1-refresh',
    })
  })

  test('a token that ran out overnight is granted anew, not refreshed', async ({
    assert,
    cleanup,
  }) => {
    const around = await world(healthy)
    cleanup(around.server.close)

    await new Process(around).current()
    around.clock.advance(minutes(600))
    assert.equal(await new Process(around).current(), 'grant-2')
    assert.deepEqual(calls(around), ['grant', 'grant'])
  })

  test('someone who rejects a token another has replaced gets the new one', async ({
    assert,
    cleanup,
  }) => {
    const around = await world(healthy)
    cleanup(around.server.close)
    const process = new Process(around)

    const old = await process.current()
    const tokens = await Promise.all([process.replace(old), process.replace(old)])
    assert.deepEqual(tokens, ['grant-2', 'grant-2'])
    assert.deepEqual(calls(around), ['grant', 'grant'])
  })

  test('after a refresh that {0} the old token serves until its end, then a grant follows')
    .with([
      ['is dropped', drop],
      ['is refused', failure('2001', 'Invalid')],
      ['meets an error page', answer(502, '<html>')],
    ] as const)
    .run(async ({ assert, cleanup }, [, refresh]) => {
      const around = await world({ ...healthy, refresh })
      cleanup(around.server.close)
      const process = new Process(around)

      await process.current()
      around.clock.advance(minutes(51))
      assert.equal(await process.current(), 'grant-1')
      around.clock.advance(minutes(5))
      assert.equal(await process.current(), 'grant-1')
      around.clock.advance(minutes(5))
      assert.equal(await process.current(), 'grant-2')
      assert.deepEqual(calls(around), ['grant', 'refresh', 'grant'])
    })

  test('a refusal names the code and what to check, and no secret', async ({ assert, cleanup }) => {
    const around = await world({ grant: failure('2001', 'Invalid App Key') })
    cleanup(around.server.close)

    const error = await new Process(around).failure()
    assert.instanceOf(error, BkashTokenRefused)
    assert.match(String(error), /2001 Invalid App Key.*Check user name/)
    for (const secret of Object.values(credentials)) assert.notInclude(String(error), secret)
  })

  test('{0} lives {1} seconds before it is renewed')
    .with([
      ['an hour in text', 3000, { expires_in: '3600' }],
      ['no lifetime', 3000, { expires_in: undefined }],
      ['nonsense', 3000, { expires_in: 'soon' }],
      ['a quarter of an hour', 450, { expires_in: 900 }],
    ] as const)
    .run(async ({ assert, cleanup }, [, seconds, lifetime]) => {
      const around = await world({ ...healthy, grant: token('grant-1', lifetime) })
      cleanup(around.server.close)
      const process = new Process(around)

      await process.current()
      around.clock.advance(seconds - 1)
      assert.equal(await process.current(), 'grant-1')
      around.clock.advance(1)
      assert.equal(await process.current(), 'refresh-1')
    })

  test('without a refresh token it is granted again', async ({ assert, cleanup }) => {
    const grant = [token('grant-1', { refresh_token: undefined }), token('grant-2')]
    const around = await world({ grant })
    cleanup(around.server.close)
    const process = new Process(around)

    await process.current()
    around.clock.advance(minutes(55))
    assert.equal(await process.current(), 'grant-2')
  })

  test('a stored record of {0} counts as none')
    .with([
      ['no JSON', 'not json'],
      ['null', 'null'],
      ['another shape', '{"token":{"idToken":7},"calls":"many","failedAt":"now"}'],
    ] as const)
    .run(async ({ assert, cleanup }, [, stored]) => {
      const around = await world(healthy)
      cleanup(around.server.close)
      await new Process(around).current()
      for (const key of around.tokenCache.values.keys()) around.tokenCache.values.set(key, stored)

      assert.equal(await new Process(around).current(), 'grant-2')
    })
})
