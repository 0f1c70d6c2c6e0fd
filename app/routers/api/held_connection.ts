import { type RouterApiTarget } from './router_api_target.js'
import { OpenRouterSession } from './open_router_session.js'

export interface ConnectionTimes {
  /** How long nobody has used it before it is closed. */
  idleMs: number
  /** After how long unused it must give a sign of life before it is trusted with a command. */
  probeAfterMs: number
  /** How long the sign of life may take. */
  probeMs: number
}

/** One router's connection: opened at first use, opened anew after a loss, closed when idle. */
export class HeldConnection {
  readonly where: string
  usedAt = Date.now()
  #target: RouterApiTarget
  #times: ConnectionTimes
  #onGone: () => void
  #borrowers = 0
  #idle: NodeJS.Timeout | undefined
  #session: Promise<OpenRouterSession> | undefined
  /** While it is being opened, or asked for a sign of life. */
  #pending: Promise<OpenRouterSession> | undefined
  #followed: OpenRouterSession | undefined

  constructor(target: RouterApiTarget, times: ConnectionTimes, onGone: () => void) {
    this.where = `${target.host}:${target.port}`
    this.#target = target
    this.#times = times
    this.#onGone = onGone
  }

  get busy(): boolean {
    return this.#borrowers > 0
  }

  /** Counts one more borrower, so that it is neither idle nor evicted. */
  borrow(): this {
    this.#borrowers += 1
    clearTimeout(this.#idle)
    this.#rest(false)
    return this
  }

  giveBack(): void {
    this.#borrowers -= 1
    this.usedAt = Date.now()
    if (this.busy) return
    if (!this.#session) return this.#onGone()
    this.#idle = setTimeout(() => this.#retire(), this.#times.idleMs)
    this.#idle.unref()
    this.#rest(true)
  }

  /**
   * The session that stands, or a new one; borrowers who come together share it.
   *
   * @throws RouterApiError as `OpenRouterSession.open`
   */
  session(): Promise<OpenRouterSession> {
    const standing = this.#session
    const unusedMs = Date.now() - this.usedAt
    if (!standing) return this.#keep(OpenRouterSession.open(this.#target))
    if (this.#borrowers > 1 || unusedMs <= this.#times.probeAfterMs) return standing
    return this.#keep(this.#probed(standing))
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    const closing = this.#session
    this.#session = undefined
    this.#pending = undefined
    this.#followed = undefined
    this.#onGone()
    await closing?.then((session) => session.close(), nothing)
  }

  /** A peer that vanished says nothing; better to learn that from a question than from a command. */
  async #probed(standing: Promise<OpenRouterSession>) {
    const session = await standing
    const alive = await session.isAlive(this.#times.probeMs)
    return alive ? session : OpenRouterSession.open(this.#target)
  }

  #keep(opening: Promise<OpenRouterSession>) {
    this.#session = opening
    this.#pending = opening
    opening.then(
      (session) => this.#settle(opening, session),
      () => this.#settle(opening)
    )
    return opening
  }

  /** A session that is opened, or was asked for a sign of life, is listened to once. */
  #settle(opening: Promise<OpenRouterSession>, session?: OpenRouterSession) {
    if (this.#pending !== opening) return
    this.#pending = undefined
    if (!session || session.ended) return this.#lost()
    if (this.#followed === session) return
    this.#followed = session
    session.onEnd(() => {
      if (this.#followed === session && !this.#pending) this.#lost()
    })
  }

  #lost() {
    this.#followed = undefined
    this.#session = undefined
    if (!this.busy) this.#onGone()
  }

  #rest(resting: boolean) {
    this.#session?.then((session) => session.rest(resting), nothing)
  }

  #retire() {
    if (!this.busy) void this.close()
  }
}

function nothing() {}
