import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { type DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import Activation, { type ActivationSource } from '#hotspot/activation/activation'
import { offerOf } from '#hotspot/activation/offer'
import type Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import { BringOnline } from '#hotspot/router_access/bring_online'
import { ChangeSessions } from '#hotspot/router_access/change_sessions'
import { WarnLowBalance } from '#hotspot/suspension/warn_low_balance'
import { QueueMessage } from '#messaging/queue_message'
import SmsMessage from '#messaging/sms_message'
import type Tenant from '#tenancy/models/tenant'
import type { TenantSettings } from '#tenancy/settings'
import { eventually } from '#tests/support/eventually'
import { aPackage, createCustomer } from '#tests/support/fixtures'
import { createTenant } from '#tests/support/tenants'
import { NOW, tenancyOf } from './stage.js'

const HOUR = 60
const LIMIT = 2n * 1024n ** 3n

/** A tenant's customer who may buy a day of 2 GB; the clock is decades ahead of the sweeper's. */
class Shop {
  readonly clock = new FrozenClock(NOW)

  private constructor(
    readonly tenant: Tenant,
    readonly customer: Customer,
    private readonly chosen: Package
  ) {}

  static async open(settings: Partial<TenantSettings>): Promise<Shop> {
    const tenant = await createTenant()
    await tenant.merge({ settings }).save()
    const tenancy = await tenancyOf()
    return tenancy.run(tenant, async () => {
      const customer = await createCustomer(1, 'Karim')
      return new Shop(tenant, customer, await Package.create(aPackage()))
    })
  }

  async inside<T>(work: () => Promise<T>): Promise<T> {
    return (await tenancyOf()).run(this.tenant, work)
  }

  async buy(source: ActivationSource = 'payment'): Promise<Activation> {
    const activate = new ActivatePackage(
      await tenancyOf(),
      this.clock,
      await app.container.make(BringOnline),
      await app.container.make(ChangeSessions)
    )
    return this.inside(() => activate.execute(this.customer.id, offerOf(this.chosen), source))
  }

  /** Usage as accounting counts it: a trigger looks whether it crosses the mark. */
  async use(total: bigint): Promise<void> {
    await this.inside(async () => {
      const { transaction } = await tenancyOf()
      await transaction.rawQuery(
        `update activations set octets_used = ? where status = 'running'`,
        [total.toString()]
      )
    })
  }

  async warn(): Promise<DateTime | null> {
    const queue = await app.container.make(QueueMessage)
    return new WarnLowBalance(await tenancyOf(), this.clock, queue).execute(this.tenant)
  }

  async warnings(): Promise<string[]> {
    const messages = await this.inside(() =>
      SmsMessage.query().where('event', 'low_balance').orderBy('id')
    )
    return messages.map(({ body }) => body)
  }

  /** Whichever sweeper comes first: this one, or the one beside the tests that usage wakes. */
  async warnedTimes(times: number): Promise<void> {
    await this.warn()
    await eventually(`${times} warnings`, async () => (await this.warnings()).length === times)
    await this.warn()
  }
}

test.group('Low balance | By data', () => {
  test('one SMS when a tenth is left, and none before or again', async ({ assert }) => {
    const shop = await Shop.open({ lowBalancePercent: 10 })
    await shop.buy()
    const mark = (LIMIT * 90n) / 100n
    await shop.use(mark - 1n)
    await shop.warn()
    assert.lengthOf(await shop.warnings(), 0)

    await shop.use(mark)
    await shop.warnedTimes(1)
    await shop.use(mark + 1000n)
    await shop.warnedTimes(1)
    assert.lengthOf(await shop.warnings(), 1)
  })

  test('a renewal begins anew: two packages’ data, one more SMS', async ({ assert }) => {
    const shop = await Shop.open({ lowBalancePercent: 10 })
    await shop.buy()
    await shop.use((LIMIT * 95n) / 100n)
    await shop.warnedTimes(1)

    const renewed = await shop.buy()
    assert.equal(renewed.octetsLowAt, (2n * LIMIT * 90n) / 100n)
    await shop.use((2n * LIMIT * 89n) / 100n)
    await shop.warn()
    assert.lengthOf(await shop.warnings(), 1)
    await shop.use((2n * LIMIT * 90n) / 100n)
    await shop.warnedTimes(2)
  })

  test('who is locked when the mark is crossed is looked at again at once', async ({ assert }) => {
    const shop = await Shop.open({ lowBalancePercent: 10 })
    const { id } = await shop.buy()
    await shop.inside(() =>
      Activation.query().where('id', id).update({ lowNoticedAt: NOW.toJSDate() })
    )
    const locked = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const editing = shop.inside(async () => {
      await Activation.query().where('id', id).forUpdate().firstOrFail()
      locked.resolve()
      await mayEnd.promise
    })
    await Promise.race([locked.promise, editing])
    const again = await shop.warn()
    assert.isTrue(again !== null && again <= NOW)
    assert.lengthOf(await shop.warnings(), 0)
    mayEnd.resolve()
    await editing
    await shop.warn()
    assert.lengthOf(await shop.warnings(), 1)
  })
})

test.group('Low balance | By time', () => {
  test('one SMS at so many minutes left, saying what is left, and not before', async ({
    assert,
  }) => {
    const shop = await Shop.open({ lowBalancePercent: 0, lowBalanceMinutes: HOUR })
    const { expiresAt } = await shop.buy()
    const lowFrom = expiresAt.minus({ minutes: HOUR })
    const due = await shop.warn()
    assert.equal(due?.toMillis(), lowFrom.toMillis(), 'says when to look')

    shop.clock.advance(23 * 3600 - 1)
    await shop.warn()
    assert.lengthOf(await shop.warnings(), 0)
    shop.clock.advance(1)
    await shop.warn()
    await shop.warn()
    const [text, ...more] = await shop.warnings()
    assert.lengthOf(more, 0)
    assert.include(text, '2 GB, 1 hour')
  })

  test('a renewal puts it off and warns anew', async ({ assert }) => {
    const shop = await Shop.open({ lowBalancePercent: 0, lowBalanceMinutes: HOUR })
    await shop.buy()
    shop.clock.advance(23 * 3600)
    await shop.warn()
    await shop.buy()
    await shop.warn()
    assert.lengthOf(await shop.warnings(), 1)
    shop.clock.advance(24 * 3600)
    await shop.warn()
    assert.lengthOf(await shop.warnings(), 2)
  })

  test('nobody is warned of what is over already', async ({ assert }) => {
    const shop = await Shop.open({ lowBalancePercent: 0, lowBalanceMinutes: HOUR })
    await shop.buy()
    shop.clock.advance(24 * 3600)
    await shop.warn()
    assert.lengthOf(await shop.warnings(), 0)
  })
})

test.group('Low balance | Nobody is told', () => {
  test('{name}')
    .with([
      {
        name: 'of the end of the Trial',
        settings: { lowBalancePercent: 50, lowBalanceMinutes: HOUR },
        source: 'trial' as const,
      },
      {
        name: 'where both thresholds are 0',
        settings: { lowBalancePercent: 0, lowBalanceMinutes: 0 },
        source: 'payment' as const,
      },
    ])
    .run(async ({ assert }, { settings, source }) => {
      const shop = await Shop.open(settings)
      const { id } = await shop.buy(source)
      await shop.use(LIMIT - 1n)
      shop.clock.advance(24 * 3600 - 1)
      assert.isNull(await shop.warn())
      assert.lengthOf(await shop.warnings(), 0)
      const { lowNoticedAt } = await shop.inside(() => Activation.findOrFail(id))
      assert.isNull(lowNoticedAt)
    })
})
