import 'reflect-metadata'
import { Ignitor, prettyPrintError } from '@adonisjs/core'

const APP_ROOT = new URL('../', import.meta.url)

function load(path: string): Promise<unknown> {
  const ours = path.startsWith('./') || path.startsWith('../')
  return import(ours ? new URL(path, APP_ROOT).href : path)
}

/** The application, not started yet: settings are checked at boot, and these signals end it. */
export function portico(signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT']): Ignitor {
  return new Ignitor(APP_ROOT, { importer: load }).tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    for (const signal of signals) app.listen(signal, () => app.terminate())
  })
}

/** Says why the process ends, and has it end as a failure. */
export function fail(error: unknown): void {
  process.exitCode = 1
  void prettyPrintError(error)
}
