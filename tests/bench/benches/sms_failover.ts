import { setTimeout as sleep } from 'node:timers/promises'
import { QueueMessage } from '#messaging/queue_message'
import { SaveSmsGateway } from '#messaging/save_sms_gateway'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import SmsMessage from '#messaging/sms_message'
import { trustMobileNumber } from '#core/mobile_number'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import { startAlpha } from '../../standins/alpha/start.js'
import { startBulkSmsBd } from '../../standins/bulksmsbd/start.js'
import type { Bench, BenchEnvironment } from '../bench.js'
import { byTurns, pairedResult } from '../measure.js'
import { startWorker } from '../stage/processes.js'
import { Tenants } from '../stage/tenants.js'

const MESSAGES = 400
const PAIRS = 4
const PATIENCE_MS = 120_000
const SENDER = '8809617000001'

/** An address where nobody listens: the connection is refused at once. */
const NOBODY = 'http://127.0.0.1:9'

/**
 * [sms-failover] Messages a second that one worker process sends, all queued at once, when the
 * first of two providers refuses every connection. Each round begins with the account awake, so
 * the refusals until it rests are in the figure. Baseline: the same queue with both up.
 */
export const smsFailover: Bench = {
  name: 'sms-failover',
  describe: `${MESSAGES} SMS with the first of two providers down, against both up`,

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const tenants = stack.use(await Tenants.open(env.app))
    const [down, up] = [await tenants.add(), await tenants.add()]
    const alpha = await startAlpha({ accounts: [{ apiKey: 'bench', balance: 1e6 }] })
    stack.defer(() => alpha.stop())
    const bulk = await startBulkSmsBd({
      accounts: [{ apiKey: 'bench', senderIds: [SENDER], balance: 1e6 }],
    })
    stack.defer(() => bulk.stop())
    stack.use(
      await startWorker(env, {
        ALPHA_BASE_URL: alpha.baseUrl,
        BULKSMSBD_BASE_URL: bulk.baseUrl,
        GREENWEB_BASE_URL: NOBODY,
      })
    )
    const queue = await Queue.of(env)
    await queue.connect(down, { greenweb: { token: 'bench' }, alpha: { api_key: 'bench' } })
    await queue.connect(up, {
      bulksmsbd: { api_key: 'bench', sender_id: SENDER },
      alpha: { api_key: 'bench' },
    })
    const pairs = await byTurns(
      PAIRS,
      () => queue.round(down),
      () => queue.round(up)
    )
    return [pairedResult('sms-failover', 'messages/s', pairs)]
  },
}

class Queue {
  private constructor(
    private readonly tenancy: Tenancy,
    private readonly queue: QueueMessage,
    private readonly save: SaveSmsGateway
  ) {}

  static async of({ app }: BenchEnvironment): Promise<Queue> {
    return new Queue(
      await app.container.make(Tenancy),
      await app.container.make(QueueMessage),
      await app.container.make(SaveSmsGateway)
    )
  }

  /** @param accounts by provider, in the order in which they are tried */
  connect(tenant: Tenant, accounts: Record<string, Record<string, string>>): Promise<void> {
    return this.tenancy.run(tenant, async () => {
      for (const [provider, credentials] of Object.entries(accounts)) {
        const form = { provider, credentials, environment: 'live' as const, enabled: true }
        await this.save.execute(tenant, form)
      }
    })
  }

  /** @returns messages a second, from queueing them to the last one taken */
  async round(tenant: Tenant): Promise<number> {
    const begun = performance.now()
    await this.tenancy.run(tenant, () =>
      this.queue.executeMany(
        Array.from({ length: MESSAGES }, (_, n) => ({
          event: 'buy_package' as const,
          mobile: trustMobileNumber(`+88017${String(10_000_000 + n)}`),
          locale: 'en',
          data: { tenant: tenant.name },
        }))
      )
    )
    while ((await this.#sent(tenant)) < MESSAGES) {
      if (performance.now() - begun > PATIENCE_MS) throw new Error('Not all were sent in time')
      await sleep(25)
    }
    const took = performance.now() - begun
    await this.#clear(tenant)
    return (MESSAGES * 1000) / took
  }

  #sent(tenant: Tenant): Promise<number> {
    return this.tenancy.run(tenant, async () => {
      const [row] = await SmsMessage.query().where('status', 'sent').count('* as sent')
      return Number(row?.$extras.sent)
    })
  }

  /** The next round finds the accounts awake. */
  #clear(tenant: Tenant): Promise<void> {
    return this.tenancy.run(tenant, async () => {
      await SmsMessage.query().delete()
      await SmsGatewayAccount.query().update({ failures: 0, rests_until: null })
    })
  }
}
