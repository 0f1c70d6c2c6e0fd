import { isInterrupted } from './interruption.mjs'
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
    // Whoever interrupted us is being served by the signal's handler, which ends the process.
    if (isInterrupted()) return
    tell(explain(error))
    process.exitCode = 1
  }
}

function tell(text) {
  process.stderr.write(text)
  if (process.connected) process.send({ line: text }, () => process.disconnect())
}
