/** Thrown where a person's Ctrl-C stops us in the middle of something. */
export class Interrupted extends Error {}

let interrupted = false
const duties = []

export const isInterrupted = () => interrupted

export function stopIfInterrupted() {
  if (interrupted) throw new Interrupted('interrupted')
}

/** What is to happen at an interruption before anything is stopped. */
export function atInterruption(duty) {
  duties.push(duty)
}

/** Calls `stop` once: on Ctrl-C, a closed terminal or a polite kill. */
export function onInterrupt(stop) {
  const handler = (signal) => {
    if (interrupted) return
    interrupted = true
    for (const duty of duties) duty()
    stop(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, handler)
}
