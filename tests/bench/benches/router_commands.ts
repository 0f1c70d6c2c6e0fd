import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseMacAddress } from '#core/mac_address'
import { QueueRouterCommands, type NewCommand } from '#routers/commands/queue_router_commands'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import type { Bench, BenchEnvironment } from '../bench.js'
import { byTurns, median, pairedResult, percentile, result } from '../measure.js'
import { Fleet } from '../stage/fleet.js'
import { Isp } from '../stage/isp.js'
import { startWorker } from '../stage/processes.js'
import { Tenants } from '../stage/tenants.js'

const ROUTERS = 500
const DEAD = 50
const A_ROUTER = 2
const PACED = 100
const PACE_MS = 40
const PAIRS = 2
const PATIENCE_MS = 120_000

/**
 * [router-commands] Commands a second that one worker process carries out at 500 virtual routers
 * of which 50 are dead (25 refuse, 25 take connections and say nothing), all queued at once; and
 * from queueing to done, the 95th percentile at the live ones when commands come one after the
 * other. A command is a logout of a device that is not online: claimed, asked for by the API and
 * recorded. Baseline: the same with none dead.
 */
export const routerCommands: Bench = {
  name: 'router-commands',
  describe: 'commands/s and p95 at 500 routers, a tenth of them dead, against none dead',

  async run(env) {
    await using stack = new AsyncDisposableStack()
    const tenants = stack.use(await Tenants.open(env.app))
    const tenant = await tenants.add()
    const isp = await Isp.open(env.app, tenant)
    const fleet = stack.use(await Fleet.start(isp, ROUTERS, DEAD))
    stack.use(await startWorker(env))
    const outbox = await Outbox.of(env, tenant)

    const some = fleet.live.slice(0, ROUTERS - DEAD)
    const rates = await byTurns(
      PAIRS,
      () => outbox.burst(some, fleet.dead),
      () => outbox.burst(fleet.live, [])
    )
    const waits = await byTurns(
      PAIRS,
      () => outbox.paced(some, fleet.dead),
      () => outbox.paced(fleet.live, [])
    )
    return [
      pairedResult('router-commands', 'commands/s', rates),
      result('router-commands-p95', 'ms', median(waits.ours), median(waits.theirs)),
    ]
  },
}

class Outbox {
  private constructor(
    private readonly tenancy: Tenancy,
    private readonly queue: QueueRouterCommands,
    private readonly tenant: Tenant
  ) {}

  static async of({ app }: BenchEnvironment, tenant: Tenant): Promise<Outbox> {
    const tenancy = await app.container.make(Tenancy)
    return new Outbox(tenancy, await app.container.make(QueueRouterCommands), tenant)
  }

  /** Commands a second of the live routers, when everybody's are queued at once. */
  async burst(live: number[], dead: number[]): Promise<number> {
    const routers = [...live, ...dead]
    const begun = performance.now()
    await this.#tell(Array.from({ length: A_ROUTER }, () => routers.map(logout)).flat())
    const count = live.length * A_ROUTER
    await this.#until(live, count)
    const took = performance.now() - begun
    await this.#clear()
    return (count * 1000) / took
  }

  /** Milliseconds from queueing to done at the live routers, 95th percentile. */
  async paced(live: number[], dead: number[]): Promise<number> {
    const routers = [...live, ...dead]
    let alive = 0
    for (let n = 0; n < PACED; n++) {
      const router = routers[(n * 7919) % routers.length] ?? 0
      if (live.includes(router)) alive += 1
      await Promise.all([this.#tell([logout(router)]), sleep(PACE_MS)])
    }
    await this.#until(live, alive)
    const waits = await this.#waits(live)
    await this.#clear()
    return percentile(waits, 0.95)
  }

  #tell(commands: NewCommand[]): Promise<void> {
    return this.tenancy.run(this.tenant, () => this.queue.execute(commands))
  }

  async #until(live: number[], count: number): Promise<void> {
    const begun = performance.now()
    for (;;) {
      const done = await this.#waits(live)
      if (done.length >= count) return
      if (performance.now() - begun > PATIENCE_MS) {
        throw new Error(`Only ${done.length} of ${count} commands were done in time`)
      }
      await sleep(100)
    }
  }

  /** Milliseconds each command that is done has taken. */
  async #waits(live: number[]): Promise<number[]> {
    const rows: { ms: string }[] = await this.tenancy.run(this.tenant, () =>
      this.tenancy.transaction
        .from('router_commands')
        .where('state', 'done')
        .whereIn('router_id', live)
        .select(
          this.tenancy.transaction.raw('extract(epoch from finished_at - created_at) * 1000 as ms')
        )
    )
    return rows.map(({ ms }) => Number(ms))
  }

  /** What the dead routers were to be told must not be tried under the next measurement. */
  async #clear(): Promise<void> {
    await this.tenancy.run(this.tenant, () =>
      this.tenancy.transaction.from('router_commands').delete()
    )
    await sleep(500)
  }
}

/** Of a device nobody has seen. */
function logout(routerId: number): NewCommand {
  const hex = randomBytes(5).toString('hex').match(/../g)?.join(':')
  const mac = parseMacAddress(`02:${hex}`)
  if (!mac) throw new TypeError('Not a MAC address')
  return { routerId, kind: 'logout', payload: { mac }, dedupeKey: `bench:${routerId}:${mac}` }
}
