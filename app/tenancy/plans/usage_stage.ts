/** Shares of a limit, in per cent, from which an ISP is told, is over it, and is stopped. */
const NEAR = 80
const OVER = 100
const STOPPED = 120

/** How far somebody is with a limit that is a soft one: it refuses nothing before `stopped`. */
export type UsageStage = 'free' | 'near' | 'over' | 'stopped'

/** @param allowed null is without limit */
export function stageOf(used: number, allowed: number | null): UsageStage {
  const share = percentOf(used, allowed)
  if (share < NEAR) return 'free'
  if (share < OVER) return 'near'
  return share < STOPPED ? 'over' : 'stopped'
}

/** How much of a limit is used, in per cent; 0 where there is none. */
export function percentOf(used: number, allowed: number | null): number {
  return allowed === null || used === 0 ? 0 : (used * 100) / allowed
}

/** The count at which a soft limit stops things: a fifth beyond it. */
export function stopsAt(allowed: number): number {
  return Math.ceil((allowed * STOPPED) / 100)
}
