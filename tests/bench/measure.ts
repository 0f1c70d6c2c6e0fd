import type { BenchResult } from './bench.js'

/** The value that `share` of the others do not exceed: 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new RangeError('There is no percentile of nothing')
  return value
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** Works `count` numbered jobs off, `width` at a time. @returns jobs a second */
export async function rate(
  count: number,
  width: number,
  job: (index: number) => Promise<unknown>
): Promise<number> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await job(index)
  }
  const millis = await timed(() => Promise.all(Array.from({ length: width }, worker)))
  return (count * 1000) / millis
}

/** Two sides measured by turns. */
export interface Pairs {
  ours: number[]
  theirs: number[]
}

/**
 * Measures two sides by turns, each leading every other time, so that whatever else the machine
 * does falls on both. The first pair warms up and is not counted.
 */
export async function byTurns(
  pairs: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>
): Promise<Pairs> {
  const measured: Pairs = { ours: [], theirs: [] }
  for (let pair = 0; pair <= pairs; pair++) {
    const turns = [
      async () => void measured.ours.push(await ours()),
      async () => void measured.theirs.push(await theirs()),
    ]
    for (const turn of pair % 2 === 0 ? turns : turns.reverse()) await turn()
  }
  return { ours: measured.ours.slice(1), theirs: measured.theirs.slice(1) }
}

/** Medians of both sides. The ratio is the median pair's: load that comes and goes cancels out. */
export function pairedResult(name: string, unit: string, { ours, theirs }: Pairs): BenchResult {
  const ratios = ours.map((value, pair) => value / (theirs[pair] ?? Number.NaN))
  const ratio = Number(median(ratios).toFixed(3))
  return { ...result(name, unit, median(ours), median(theirs)), ratio }
}

/** A line of the output, rounded to what the measurement is good for. */
export function result(name: string, unit: string, value: number, baseline: number): BenchResult {
  return {
    name,
    value: rounded(value),
    unit,
    baseline: rounded(baseline),
    ratio: Number((value / baseline).toFixed(3)),
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(value < 100 ? 1 : 0))
}
