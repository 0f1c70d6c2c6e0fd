/** Runs every task, never more than `width` of them at a time, in the order given. */
export async function atOnce(width: number, tasks: (() => Promise<void>)[]): Promise<void> {
  const queue = tasks.values()
  const worker = async () => {
    for (const task of queue) await task()
  }
  await Promise.all(Array.from({ length: width }, worker))
}

/** The same shuffle for the same seed (a linear congruential generator, Numerical Recipes). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed >>> 0
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0)
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}
