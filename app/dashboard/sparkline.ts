/** A line of figures over time as the points of an SVG polyline; a gap where none was measured. */
export interface Sparkline {
  /** One list of points for each unbroken stretch. */
  lines: string[]
  peak: number
  last: number | null
}

export const SPARK_WIDTH = 288
export const SPARK_HEIGHT = 40

/**
 * @param values oldest first, one for every equal step of time; null was not measured
 * @param ceiling the least the top of the picture stands for
 */
export function sparkline(values: readonly (number | null)[], ceiling = 1): Sparkline {
  const peak = Math.max(ceiling, ...values.map((value) => value ?? 0))
  const step = values.length > 1 ? SPARK_WIDTH / (values.length - 1) : 0
  const stretches: string[][] = [[]]
  for (const [at, value] of values.entries()) {
    if (value === null) stretches.push([])
    else {
      const y = SPARK_HEIGHT - (Math.max(0, value) * SPARK_HEIGHT) / peak
      stretches.at(-1)?.push(`${round(at * step)},${round(y)}`)
    }
  }
  return {
    lines: stretches.filter((points) => points.length > 0).map(asLine),
    peak: Math.max(0, ...values.map((value) => value ?? 0)),
    last: values.findLast((value) => value !== null) ?? null,
  }
}

/** A point alone would not be drawn. */
function asLine(points: readonly string[]): string {
  return (points.length === 1 ? [...points, ...points] : points).join(' ')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
