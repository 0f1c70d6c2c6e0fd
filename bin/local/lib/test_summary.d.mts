export interface Summary {
  passed: number
  failed: number
  notRun: number
  reasons: string[]
}

export function summary(output: string, code: number): Summary
export function notRunText(results: readonly Summary[]): string
