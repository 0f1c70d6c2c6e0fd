import type { Outcome } from './load.js'
import { CODES } from './packets.js'

/** Requests a second of a round in which every request had the one answer it should have. */
export function rateOf(outcome: Outcome, expected: number): number {
  const answered = outcome.codes.get(expected) ?? 0
  const others = [...outcome.codes].filter(([code]) => code !== expected)
  if (others.length > 0 || outcome.lost > 0) {
    const got = others.map(([code, count]) => `${count} of code ${code}`).join(', ')
    throw new Error(`Unexpected answers: ${got || 'none'}; ${outcome.lost} lost`)
  }
  return answered / outcome.seconds
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new Error('the median of nothing')
  return middle
}

/**
 * Runs two sides by turns, first one and then the other leading, so that what the machine
 * does meanwhile falls on both. The first pairs warm up and are not counted: every
 * connection meets every tenant once before it is at its speed.
 */
export async function byTurns(
  pairs: { warmUp: number; counted: number },
  portico: () => Promise<number>,
  stock: () => Promise<number>
): Promise<{ value: number; baseline: number; ratio: number }> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let pair = 0; pair < pairs.warmUp + pairs.counted; pair++) {
    const turns = [
      async () => void ours.push(await portico()),
      async () => void theirs.push(await stock()),
    ]
    for (const turn of pair % 2 ? turns.reverse() : turns) await turn()
  }
  const [value, baseline] = [ours.slice(pairs.warmUp), theirs.slice(pairs.warmUp)]
  return {
    value: Math.round(median(value)),
    baseline: Math.round(median(baseline)),
    ratio: Number(median(value.map((rate, at) => rate / (baseline[at] ?? Number.NaN))).toFixed(3)),
  }
}

export const ACCEPT: number = CODES.accessAccept
export const STORED: number = CODES.accountingResponse
