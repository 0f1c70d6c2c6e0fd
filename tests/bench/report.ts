import type { Bench, BenchResult } from './bench.js'

/** How results reach a person, or a program (`--json`: one line each, nothing else). */
export interface Report {
  add(results: readonly BenchResult[]): void
  end(): void
}

export function jsonReport(write: (text: string) => void): Report {
  return {
    add(results) {
      for (const { name, value, unit, baseline, ratio } of results) {
        write(`${JSON.stringify({ name, value, unit, baseline, ratio })}\n`)
      }
    },
    end() {},
  }
}

/** A table at the end, so that progress does not tear it apart. */
export function tableReport(write: (text: string) => void): Report {
  const rows = [['benchmark', 'value', 'baseline', 'unit', 'ratio']]
  return {
    add(results) {
      for (const { name, value, unit, baseline, ratio } of results) {
        rows.push([name, String(value), String(baseline), unit, ratio.toFixed(3)])
      }
    },
    end() {
      if (rows.length > 1) write(`\n${table(rows)}\n`)
    },
  }
}

/** The benchmarks there are, a line each. */
export function catalogue(benches: readonly Bench[]): string {
  return table(benches.map(({ name, describe }) => [name, describe]))
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  )
  return rows
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n')
}
