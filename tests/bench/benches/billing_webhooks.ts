import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import Stripe from 'stripe'
import Subscription from '#platform/billing/subscription/subscription'
import { startStripeBilling } from '#tests/standins/stripe_billing/start'
import { setting, type Bench, type BenchEnvironment } from '../bench.js'
import { byTurns, pairedResult, rate, timed } from '../measure.js'
import { startWeb, startWorker } from '../stage/processes.js'
import { Tenants } from '../stage/tenants.js'

const ISPS = 20
const EVENTS = 200
const AT_ONCE = 20
const PAIRS = 5
const LOOK_EVERY_MS = 5
const LOST_AFTER_MS = 30_000

/**
 * [billing-webhooks] Events of Stripe's a second, from the first post to the last one acted upon:
 * 200 about 20 ISPs, 20 at a time, each verified and kept, and Stripe asked by a worker. Baseline:
 * as many bare requests to the same web process (/health). Throws when one is lost.
 */
export const billingWebhooks: Bench = {
  name: 'billing-webhooks',
  describe: 'signed events kept and acted upon a second, against bare requests to /health',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const origin = setting(env, 'APP_URL')
    const secretKey = `sk_test_${randomBytes(12).toString('hex')}`
    const secret = `whsec_${randomBytes(12).toString('hex')}`
    const stripe = await startStripeBilling({ secretKey })
    stack.defer(() => stripe.stop())
    const customers = await addCustomers(env, stack, new Stripe(secretKey, address(stripe.baseUrl)))
    const settings = {
      STRIPE_BILLING_BASE_URL: stripe.baseUrl,
      STRIPE_BILLING_SECRET_KEY: secretKey,
      STRIPE_BILLING_WEBHOOK_SECRET: secret,
    }
    stack.use(await startWeb(env, settings))
    stack.use(await startWorker(env, settings))
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    stack.defer(() => agent.destroy())

    const ours = async () => {
      const events = Array.from({ length: EVENTS }, (_, index) =>
        anEvent(customers[index % customers.length] ?? '', secret)
      )
      const millis = await timed(async () => {
        await rate(EVENTS, AT_ONCE, async (index) => {
          const event = events[index]
          if (event) await ask(agent, `${origin}/billing/stripe`, event)
        })
        await allActedUpon(events.map(({ id }) => id))
      })
      return (EVENTS * 1000) / millis
    }
    const theirs = () => rate(EVENTS, AT_ONCE, () => ask(agent, `${origin}/health`))
    return [pairedResult('billing-webhooks', '/s', await byTurns(PAIRS, ours, theirs))]
  },
}

/** ISPs that are customers at Stripe. @returns Stripe's ids of them */
async function addCustomers(env: BenchEnvironment, stack: AsyncDisposableStack, client: Stripe) {
  const tenants = stack.use(await Tenants.open(env.app))
  const customers: string[] = []
  for (const { id, name } of await tenants.addMany(ISPS)) {
    const customer = await client.customers.create({ name })
    await Subscription.create({ tenantId: id, customer: customer.id })
    customers.push(customer.id)
  }
  stack.defer(async () => {
    await db
      .connection('owner')
      .from('platform.billing_events')
      .whereIn('customer', customers)
      .delete()
  })
  return customers
}

interface SignedEvent {
  id: string
  payload: string
  signature: string
}

function anEvent(customer: string, secret: string): SignedEvent {
  const id = `evt_${randomBytes(12).toString('hex')}`
  const payload = JSON.stringify({
    id,
    object: 'event',
    type: 'customer.subscription.updated',
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: 'sub_bench', object: 'subscription', customer } },
  })
  return { id, payload, signature: Stripe.webhooks.generateTestHeaderString({ payload, secret }) }
}

/** @throws Error when some are not in time */
async function allActedUpon(ids: string[]): Promise<void> {
  const deadline = performance.now() + LOST_AFTER_MS
  for (;;) {
    const [{ count }] = await db
      .from('platform.billing_events')
      .whereIn('id', ids)
      .where('outcome', 'applied')
      .count('* as count')
    if (Number(count) === ids.length) return
    if (performance.now() > deadline) {
      throw new Error(`${ids.length - Number(count)} of ${ids.length} events were not acted upon`)
    }
    await sleep(LOOK_EVERY_MS)
  }
}

/** Sends an event, or merely looks. @throws Error for another answer than 200 */
function ask(agent: Agent, url: string, event?: SignedEvent): Promise<void> {
  const { host, port, pathname } = new URL(url)
  const headers = {
    host,
    ...(event && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(event.payload),
      'stripe-signature': event.signature,
    }),
  }
  const method = event ? 'POST' : 'GET'
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, host: '127.0.0.1', port, path: pathname, method, headers },
      (response) => {
        response.resume()
        response.once('error', reject)
        response.once('end', () => {
          if (response.statusCode === 200) resolve()
          else reject(new Error(`${method} ${pathname} was answered by ${response.statusCode}`))
        })
      }
    )
    sent.once('error', reject)
    sent.end(event?.payload)
  })
}

function address(baseUrl: string) {
  const { hostname, port } = new URL(baseUrl)
  return { protocol: 'http' as const, host: hostname, port }
}
