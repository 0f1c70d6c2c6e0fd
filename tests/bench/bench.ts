import type { ApplicationService } from '@adonisjs/core/types'

/** One line of `npm run bench`: value against a baseline measured in the same run. */
export interface BenchResult {
  name: string
  value: number
  unit: string
  /** The baseline's value, in the same unit. */
  baseline: number
  /** value to baseline */
  ratio: number
}

/** What a benchmark finds when it runs: the application, booted, and the local services. */
export interface BenchEnvironment {
  app: ApplicationService
  /** The settings of bin/local/lib/environment.mjs. */
  settings: NodeJS.ProcessEnv
  /** Says something worth knowing that is no result; goes to stderr. */
  note(text: string): void
}

/**
 * A benchmark brings up whatever it needs beyond Postgres, Redis and FreeRADIUS, puts it away
 * again, and leaves no tenant behind. It throws when what it measures does not work.
 */
export interface Bench {
  name: string
  /** What is measured against what, in a line. */
  describe: string
  run(env: BenchEnvironment): Promise<BenchResult[]>
}

/** A setting that the local scripts provide. @throws Error when it is missing */
export function setting({ settings }: Pick<BenchEnvironment, 'settings'>, name: string): string {
  const value = settings[name]
  if (!value) throw new Error(`${name} is not set; start the benchmarks by "npm run bench"`)
  return value
}
