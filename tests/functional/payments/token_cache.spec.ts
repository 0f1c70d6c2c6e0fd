import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { DatabaseTokenCache } from '#payments/accounts/database_token_cache'
import { OpenAccount } from '#payments/accounts/open_account'
import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { SavePaymentGateway } from '#payments/accounts/save_payment_gateway'
import { Tenancy } from '#tenancy/tenancy'
import { openIsp, type Isp } from '#tests/support/isp'
import { world } from '#tests/support/world'

const KEY = 'a gateway’s token'

/** The cache as a process that has just started opens it. */
async function cacheOf({ tenant, inside }: Isp): Promise<DatabaseTokenCache> {
  const { id } = await inside(() => PaymentGatewayAccount.findByOrFail('provider', 'bkash'))
  return new DatabaseTokenCache(await app.container.make(Tenancy), tenant, id)
}

function leaseUntil({ inside }: Isp, until: DateTime): Promise<unknown> {
  return inside(() =>
    PaymentGatewayAccount.query()
      .where('provider', 'bkash')
      .update({ leaseUntil: until.toJSDate() })
  )
}

test.group('Payments | Tokens outlive the process', (group) => {
  let isp: Isp
  group.setup(async () => {
    isp = await openIsp({ packages: false })
  })

  test('another process reads what one has written, and the row does not show it', async ({
    assert,
  }) => {
    await (await cacheOf(isp)).write(KEY, 'the-very-token')
    assert.equal(await (await cacheOf(isp)).read(KEY), 'the-very-token')
    const { tokens } = await isp.inside(() =>
      PaymentGatewayAccount.findByOrFail('provider', 'bkash')
    )
    assert.notInclude(tokens ?? '', 'the-very-token')
  })

  test('another ISP reads nothing of it', async ({ assert }) => {
    await (await cacheOf(isp)).write(KEY, 'ours')
    const other = await openIsp({ packages: false })
    assert.isNull(await (await cacheOf(other)).read(KEY))
  })

  test('of ten processes one asks at a time', async ({ assert }) => {
    let inside = 0
    let most = 0
    const caches = await Promise.all(Array.from({ length: 10 }, () => cacheOf(isp)))
    await Promise.all(
      caches.map((cache) =>
        cache.withLock(KEY, async () => {
          most = Math.max(most, ++inside)
          await sleep(5)
          inside--
        })
      )
    )
    assert.equal(most, 1)
  })

  test('the lease of a process that died ends by itself', async ({ assert }) => {
    await leaseUntil(isp, DateTime.utc().minus({ seconds: 1 }))
    assert.equal(await (await cacheOf(isp)).withLock(KEY, async () => 'mine'), 'mine')
  })

  test('whoever outlives the lease does not end the one that another has taken', async ({
    assert,
  }) => {
    const others = DateTime.utc().plus({ seconds: 60 }).startOf('second')
    await (await cacheOf(isp)).withLock(KEY, () => leaseUntil(isp, others))
    const account = await isp.inside(() => PaymentGatewayAccount.findByOrFail('provider', 'bkash'))
    assert.equal(account.leaseUntil?.toMillis(), others.toMillis())
  })
})

test.group('Payments | bKash’s two grants an hour', () => {
  test('are kept to when an operator tries one password after the other', async ({ assert }) => {
    const isp = await openIsp({ packages: false })
    const [save, openAccount] = [
      await app.container.make(SavePaymentGateway),
      await app.container.make(OpenAccount),
    ]
    const merchant = {
      username: `second-${isp.tenant.slug}`,
      appKey: randomBytes(8).toString('hex'),
      appSecret: randomBytes(16).toString('hex'),
    }
    async function tryPassword(password: string) {
      world().bkash.control.addMerchant({ ...merchant, password })
      await isp.inside(() =>
        save.execute(isp.tenant, {
          provider: 'bkash',
          environment: 'sandbox',
          enabled: true,
          credentials: {
            username: merchant.username,
            password,
            app_key: merchant.appKey,
            app_secret: merchant.appSecret,
          },
        })
      )
      const account = await isp.inside(() =>
        PaymentGatewayAccount.findByOrFail('provider', 'bkash')
      )
      const check = await openAccount.execute(isp.tenant, account).check()
      return check.ok ? 'ok' : check.reason
    }

    assert.equal(await tryPassword('first'), 'ok')
    assert.equal(await tryPassword('second'), 'ok')
    assert.equal(await tryPassword('third'), 'token_limit', 'bKash was not asked')
    assert.equal(await tryPassword('second'), 'ok', 'its token is still there')
  })
})
