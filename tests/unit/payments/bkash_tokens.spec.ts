import { test } from '@japa/runner'

import { FrozenClock } from '#core/clock'
import { EvidenceLog } from '#core/http/evidence'
import { OutboundRefused, OutboundUnknown } from '#core/http/outbound_errors'
import type { GatewayContext } from '#payments/gateways/contract'
import {
  BkashTokenLimit,
  BkashTokenPause,
  BkashTokenRefused,
} from '#payments/gateways/bkash/token_errors'
import { TokenKeeper } from '#payments/gateways/bkash/token_keeper'

import { answer, drop } from '../core/http/scripted_server.js'
import {
  bkashServer,
  context,
  credentials,
  failure,
  START,
  token,
  type BkashServer,
  type Script,
} from './bkash_wire.js'
import { MemoryTokenCache } from './memory_token_cache.js'

/** A process that has just started: nothing but the stored record is shared with others. */
class Process {
  readonly #keeper: TokenKeeper
  readonly #log: EvidenceLog

  constructor({ server, clock, tokenCache }: World, changes: Partial<GatewayContext> = {}) {
    this.#keeper = new TokenKeeper(context(server, { clock, tokenCache, ...changes }))
    this.#log = new EvidenceLog(clock)
  }

  current = () => this.#keeper.current(this.#log)
  replace = (rejected: string) => this.#keeper.replace(rejected, this.#log)
  failure = (work: Promise<string> = this.current()) =>
    work.then(
      () => null,
      (error: unknown) => error
    )
}

interface World {
  server: BkashServer
  clock: FrozenClock
  tokenCache: MemoryTokenCache
}

async function world(script: Script): Promise<World> {
  const server = await bkashServer(script)
  return { server, clock: new FrozenClock(START), tokenCache: new MemoryTokenCache() }
}

const minutes = (count: number) => count * 60
const calls = ({ server }: World) =>
  server.received.map(({ path }) => path.replace('/tokenized/checkout/token/', ''))

const healthy: Script = {
  grant: [token('grant-1'), token('grant-2'), token('grant-3')],
  refresh: [token('refresh-1'), token('refresh-2'), token('refresh-3')],
}

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

  test('a day of steady use never makes a third call in an hour', async ({ assert, cleanup }) => {
    const around = await world(healthy)
    cleanup(around.server.close)
    const process = new Process(around)
    const moments: number[] = []

    for (let minute = 0; minute < 24 * 60; minute += 5) {
      const before = calls(around).length
      await process.current()
      if (calls(around).length > before) moments.push(minute)
      around.clock.advance(minutes(5))
    }

    assert.isAbove(moments.length, 24)
    for (const [index, moment] of moments.entries()) {
      assert.isAtLeast((moments[index + 2] ?? Infinity) - moment, 60)
    }
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

  test('the third call of an hour is refused here and not sent', async ({ assert, cleanup }) => {
    const around = await world(healthy)
    cleanup(around.server.close)
    const process = new Process(around)

    const first = await process.current()
    around.clock.advance(minutes(10))
    const second = await process.replace(first)
    const error = await process.failure(process.replace(second))

    assert.instanceOf(error, BkashTokenLimit)
    assert.deepEqual(calls(around), ['grant', 'grant'])
    if (!(error instanceof BkashTokenLimit)) return
    assert.equal(error.availableAt.toMillis(), START.plus({ minutes: 60 }).toMillis())

    around.clock.advance(minutes(50))
    assert.equal(await new Process(around).replace(second), 'grant-3')
  })

  test('the limit outlives a restart', async ({ assert, cleanup }) => {
    const around = await world({ grant: drop })
    cleanup(around.server.close)

    await new Process(around).failure()
    around.clock.advance(minutes(2))
    await new Process(around).failure()
    around.clock.advance(minutes(2))

    assert.instanceOf(await new Process(around).failure(), BkashTokenLimit)
    assert.lengthOf(around.server.received, 2)
  })

  test('a process that dies during the call leaves it counted', async ({ assert, cleanup }) => {
    const around = await world(healthy)
    cleanup(around.server.close)
    const counted: number[] = []
    const spying = {
      send: async () => {
        const [stored] = around.tokenCache.values.values()
        counted.push(JSON.parse(stored ?? '{}').calls.length)
        throw new OutboundUnknown('gone')
      },
    }

    await new Process(around, { http: spying }).failure()
    assert.deepEqual(counted, [1])
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

  test('a failed grant is not repeated at once by those who queued behind it', async ({
    assert,
    cleanup,
  }) => {
    const around = await world({ grant: [drop, token('grant-2')] })
    cleanup(around.server.close)
    const process = new Process(around)

    const errors = await Promise.all([1, 2, 3].map(() => process.failure()))
    assert.instanceOf(errors[0], OutboundUnknown)
    assert.instanceOf(errors[1], BkashTokenPause)
    assert.instanceOf(errors[2], BkashTokenPause)
    assert.deepEqual(calls(around), ['grant'])

    around.clock.advance(minutes(1))
    assert.equal(await process.current(), 'grant-2')
  })

  test('a call that never left is not counted', async ({ assert }) => {
    const around = await world(healthy)
    await around.server.close()
    const process = new Process(around)

    const errors = []
    for (let attempt = 0; attempt < 4; attempt++) errors.push(await process.failure())
    for (const error of errors) assert.instanceOf(error, OutboundRefused)
  })

  test('a refusal names the code and what to check, and no secret', async ({ assert, cleanup }) => {
    const around = await world({ grant: failure('2001', 'Invalid App Key') })
    cleanup(around.server.close)

    const error = await new Process(around).failure()
    assert.instanceOf(error, BkashTokenRefused)
    assert.match(String(error), /2001 Invalid App Key.*Check user name/)
    for (const secret of Object.values(credentials)) assert.notInclude(String(error), secret)
  })

  test('shares nothing with {0}')
    .with([
      ['another tenant', { account: { tenantId: '8', gatewayId: '3' } }],
      ['another account', { account: { tenantId: '7', gatewayId: '4' } }],
      ['live', { environment: 'live' }],
      ['another app key', { credentials: { ...credentials, app_key: 'app-key-of-another' } }],
    ] as [string, Partial<GatewayContext>][])
    .run(async ({ assert, cleanup }, [, changes]) => {
      const around = await world(healthy)
      cleanup(around.server.close)

      assert.equal(await new Process(around).current(), 'grant-1')
      assert.equal(await new Process(around, changes).current(), 'grant-2')
      assert.equal(await new Process(around).current(), 'grant-1')
    })

  test('a changed password needs a new token and is counted with the old ones', async ({
    assert,
    cleanup,
  }) => {
    const around = await world(healthy)
    cleanup(around.server.close)
    const changed = (password: string) =>
      new Process(around, { credentials: { ...credentials, password } })

    await new Process(around).current()
    assert.equal(await changed('second').current(), 'grant-2')
    assert.instanceOf(await changed('third').failure(), BkashTokenLimit)
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
