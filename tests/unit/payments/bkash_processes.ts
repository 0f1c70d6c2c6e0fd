import { FrozenClock } from '#core/clock'
import { EvidenceLog } from '#core/http/evidence'
import type { GatewayContext } from '#payments/gateways/contract'
import { TokenKeeper } from '#payments/gateways/bkash/token_keeper'

import { bkashServer, context, START, token, type BkashServer, type Script } from './bkash_wire.js'
import { MemoryTokenCache } from './memory_token_cache.js'

/** A process that has just started: nothing but the stored record is shared with others. */
export class Process {
  readonly #keeper: TokenKeeper
  readonly #log: EvidenceLog

  constructor({ server, clock, tokenCache }: World, changes: Partial<GatewayContext> = {}) {
    this.#keeper = new TokenKeeper(context(server, { clock, tokenCache, ...changes }))
    this.#log = new EvidenceLog(clock)
  }

  current = () => this.#keeper.current(this.#log)
  replace = (rejected: string) => this.#keeper.replace(rejected, this.#log)
  failure = (work: Promise<string> = this.current()) =>
    work.then(
      () => null,
      (error: unknown) => error
    )
}

export interface World {
  server: BkashServer
  clock: FrozenClock
  tokenCache: MemoryTokenCache
}

export async function world(script: Script): Promise<World> {
  const server = await bkashServer(script)
  return { server, clock: new FrozenClock(START), tokenCache: new MemoryTokenCache() }
}

export const minutes = (count: number) => count * 60
export const calls = ({ server }: World) =>
  server.received.map(({ path }) => path.replace('/tokenized/checkout/token/', ''))

export const healthy: Script = {
  grant: [token('grant-1'), token('grant-2'), token('grant-3')],
  refresh: [token('refresh-1'), token('refresh-2'), token('refresh-3')],
}
