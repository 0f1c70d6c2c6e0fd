import { createHash } from 'node:crypto'
import { HeldConnection, type ConnectionTimes } from './held_connection.js'
import { LentSession } from './lent_session.js'
import { RouterConnectionLost, RouterUnreachable } from './router_api_errors.js'
import { type RouterApiTarget } from './router_api_target.js'
import { type RouterSession } from './router_session.js'

interface Limits extends ConnectionTimes {
  /** Connections at once; beyond it, idle ones are closed and, if none is, one waits. */
  capacity: number
  /** How long to wait for one to become free. */
  waitMs: number
  /** How long one piece of work may hold a session. */
  withinMs: number
}

const LIMITS: Limits = {
  capacity: 2_000,
  waitMs: 10_000,
  withinMs: 60_000,
  idleMs: 60_000,
  probeAfterMs: 10_000,
  probeMs: 3_000,
}

/**
 * The API connections of this process: one a router, shared by everything that talks to
 * it, opened when needed, closed when idle. Commands of several borrowers go out in the
 * order they were asked for.
 */
export class RouterConnections {
  #limits: Limits
  #held = new Map<string, HeldConnection>()
  #waiting: (() => void)[] = []
  #closed = false

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...LIMITS, ...limits }
  }

  /** How many connections stand or are being opened. */
  get size(): number {
    return this.#held.size
  }

  /**
   * Gives `work` a session of the router: the one that stands, or a new one.
   *
   * @throws RouterApiError, and what `work` throws
   */
  async use<T>(
    target: RouterApiTarget,
    work: (session: RouterSession) => Promise<T>,
    withinMs = this.#limits.withinMs
  ): Promise<T> {
    const connection = await this.#borrow(target)
    try {
      const lent = new LentSession(await connection.session(), connection.where, withinMs)
      try {
        return await work(lent)
      } finally {
        lent.giveBack()
      }
    } finally {
      connection.giveBack()
      if (!connection.busy) this.#waiting.shift()?.()
    }
  }

  /** Closes them all and opens no more; commands under way are rejected. */
  async close(): Promise<void> {
    this.#closed = true
    for (const wake of this.#waiting.splice(0)) wake()
    await Promise.all([...this.#held.values()].map((connection) => connection.close()))
  }

  async #borrow(target: RouterApiTarget): Promise<HeldConnection> {
    const key = keyOf(target)
    const deadline = Date.now() + this.#limits.waitMs
    for (;;) {
      if (this.#closed) throw closed(target)
      const known = this.#held.get(key)
      if (known) return known.borrow()
      if (this.#held.size < this.#limits.capacity || this.#evict()) break
      await this.#oneIsFree(target, deadline)
    }
    const connection = new HeldConnection(target, this.#limits, () => this.#forget(key, connection))
    this.#held.set(key, connection)
    return connection.borrow()
  }

  /** Closes the connection that has been idle longest. */
  #evict(): boolean {
    const idle = [...this.#held]
      .filter(([, connection]) => !connection.busy)
      .toSorted(([, one], [, other]) => one.usedAt - other.usedAt)[0]
    if (!idle) return false
    const [key, connection] = idle
    this.#forget(key, connection)
    void connection.close()
    return true
  }

  #forget(key: string, connection: HeldConnection) {
    if (this.#held.get(key) === connection) this.#held.delete(key)
    this.#waiting.shift()?.()
  }

  async #oneIsFree({ host, port }: RouterApiTarget, deadline: number) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, Math.max(0, deadline - Date.now()))
    this.#waiting.push(resolve)
    await promise
    clearTimeout(timer)
    this.#waiting = this.#waiting.filter((waiter) => waiter !== resolve)
    if (Date.now() >= deadline) {
      throw new RouterUnreachable(
        `The router ${host}:${port} was not connected to: too many others are, and none became ` +
          'free. It is tried again.',
        { reason: 'busy' }
      )
    }
  }
}

/** Whoever has the same credentials shares a connection; a digest, lest passwords be kept as keys. */
function keyOf({ host, port, user, password, tls, ...target }: RouterApiTarget): string {
  const { connectTimeoutMs, loginTimeoutMs, commandTimeoutMs } = target
  const times = [connectTimeoutMs, loginTimeoutMs, commandTimeoutMs]
  return createHash('sha256')
    .update(JSON.stringify([host, port, user, password, tls, times]))
    .digest('base64')
}

function closed({ host, port }: RouterApiTarget) {
  return new RouterConnectionLost(
    `The router ${host}:${port} was not connected to: this process is stopping.`
  )
}

/** This process's own. */
export const routerConnections = new RouterConnections()

/**
 * Gives `work` this process's session of the router.
 *
 * @throws RouterApiError, and what `work` throws
 */
export function withRouterSession<T>(
  target: RouterApiTarget,
  work: (session: RouterSession) => Promise<T>
): Promise<T> {
  return routerConnections.use(target, work)
}
