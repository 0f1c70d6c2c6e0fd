import { test } from '@japa/runner'

import { OutboundRefused, OutboundUnknown } from '#core/http/outbound_errors'
import type { GatewayContext } from '#payments/gateways/contract'
import { BkashTokenLimit, BkashTokenPause } from '#payments/gateways/bkash/token_errors'

import { drop } from '../core/http/scripted_server.js'
import { credentials, START, token } from './bkash_wire.js'
import { calls, healthy, minutes, Process, world } from './bkash_processes.js'

test.group('bKash token limits', () => {
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
})
