import { gzipSync } from 'node:zlib'
import { setting, type Bench } from '../bench.js'
import { byTurns, pairedResult, rate, result } from '../measure.js'
import { Browser, type Answer } from '../stage/http.js'
import { Isp } from '../stage/isp.js'
import { startWeb } from '../stage/processes.js'
import { Tenants } from '../stage/tenants.js'

const BUDGET_OCTETS = 14 * 1024
const REQUESTS = 600
const CONNECTIONS = 8
const PAIRS = 4

/**
 * [portal-page] Requests a second of the portal's packages page, as a customer without a package
 * gets it, from one web process. Baseline: /health of the same process, which asks Postgres and
 * Redis one question each. A second line, portal-page-bytes: the page's octets under gzip
 * against the budget of 14 KB, so that its ratio must stay at 1 or below.
 */
export const portalPage: Bench = {
  name: 'portal-page',
  describe: 'packages page: requests/s against /health; gzipped bytes against 14 KB',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const tenants = stack.use(await Tenants.open(env.app))
    const isp = await Isp.open(env.app, await tenants.add())
    const visitor = await isp.addVisitor({
      mac: '02:00:00:00:00:01',
      ip: '10.5.50.10',
      routerId: 1,
    })
    stack.use(await startWeb(env))
    const browser = stack.use(new Browser(CONNECTIONS))

    const page = `${visitor.portal}/packages`
    const load = (url: string) => () =>
      rate(REQUESTS, CONNECTIONS, async () => expectPage(await browser.get(url), url))
    const health = `${setting(env, 'APP_URL')}/health`
    const { body } = expectPage(await browser.get(page), page)
    if (!body.includes('Day Pass')) throw new Error('The packages page shows no packages')

    const pairs = await byTurns(PAIRS, load(page), load(health))
    const bytes = gzipSync(body).byteLength
    return [
      pairedResult('portal-page', 'requests/s', pairs),
      result('portal-page-bytes', 'bytes', bytes, BUDGET_OCTETS),
    ]
  },
}

function expectPage(answer: Answer, url: string): Answer {
  if (answer.status === 200) return answer
  throw new Error(`GET ${url} answered ${answer.status} ${answer.location ?? ''}`)
}
