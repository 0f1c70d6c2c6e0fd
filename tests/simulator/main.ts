import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { Simulation } from './simulation.js'
import { readConfig } from './web/config.js'
import { SimulatorWeb } from './web.js'
import { routerView } from './web/views.js'

/**
 * Starts virtual routers, their phones and the page that drives them:
 * `node --import @poppinss/ts-exec tests/simulator/main.ts --config <file.json>`.
 * One JSON line on stdout says that all of it listens; the log follows.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (values.config === undefined)
    throw new Error('Say which configuration to use: --config <file.json>')
  const parsed: unknown = JSON.parse(await readFile(values.config, 'utf8'))
  const config = readConfig(parsed)

  const simulation = new Simulation()
  const web = new SimulatorWeb(simulation)
  const stop = async () => {
    await web.close()
    await simulation.stop()
    process.exit(0)
  }
  for (const { phones, ...options } of config.routers) {
    const onLog = (entry: { topics: string; message: string }) =>
      process.stdout.write(`${options.address} ${entry.topics} ${entry.message}\n`)
    await simulation.add({ ...options, onLog }, phones)
  }
  const url = await web.listen(config.web.host, config.web.port)
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  const routers = simulation.routers
    .map(routerView)
    .map(({ address, identity, api }) => ({ address, identity, api }))
  process.stdout.write(`${JSON.stringify({ ready: true, web: url, routers })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(
    `The simulator did not start: ${error instanceof Error ? error.message : String(error)}\n`
  )
  process.exit(1)
})
