import { explain } from './trouble.mjs'

/** Runs a command; what goes wrong is told on stderr with advice, never as a bare stack. */
export async function main(work) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    process.stderr.write(`✗ Node ${process.versions.node} is too old: Portico needs 20 or newer\n`)
    process.exit(1)
  }
  try {
    await work()
  } catch (error) {
    process.stderr.write(explain(error))
    process.exitCode = 1
  }
}
