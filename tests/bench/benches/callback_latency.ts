import { Agent, request } from 'node:http'
import type { Bench } from '../bench.js'
import { median, percentile, rate, result, timed } from '../measure.js'
import { Till } from '../stage/till.js'

const WARM_UP = 20
const PAYMENTS = 200
const AT_ONCE = 4

/**
 * [callback-latency] Milliseconds from a callback to the payment credited, 95th percentile of
 * 200, four at a time: it is answered once the gateway was asked and the credit is committed.
 * Baseline: as many bare requests to the same web process (/health), four at a time.
 */
export const callbackLatency: Bench = {
  name: 'callback-latency',
  describe: 'callback to credited, p95 of 200, four at a time, against a bare request, ms',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const till = await Till.open(env, stack)
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    stack.defer(() => agent.destroy())

    const before = await till.credited()
    const paying = await till.paying(WARM_UP + PAYMENTS)
    const ours = await latencies(paying, (url) => till.callback(url))
    const credited = (await till.credited()) - before
    if (credited !== paying.length) throw new Error(`${credited} of ${paying.length} credited`)

    const health = `${env.settings.APP_URL}/health`
    const bare = await latencies(paying, () => ask(agent, health))
    env.note(`median ${median(ours).toFixed(1)} ms, bare ${median(bare).toFixed(1)} ms`)
    return [result('callback-latency', 'ms', percentile(ours, 0.95), percentile(bare, 0.95))]
  },
}

async function latencies(urls: readonly string[], send: (url: string) => Promise<unknown>) {
  const measured: number[] = []
  await rate(urls.length, AT_ONCE, async (index) => {
    const millis = await timed(() => send(urls[index] ?? ''))
    if (index >= WARM_UP) measured.push(millis)
  })
  return measured
}

function ask(agent: Agent, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, { agent, host: '127.0.0.1' }, (answer) => {
      answer.resume().once('end', resolve)
    })
      .once('error', reject)
      .end()
  })
}
