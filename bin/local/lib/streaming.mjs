import { run } from './command.mjs'

/** Runs a program whose output the person reads as it comes, and keeps a copy of its stdout. */
export function runStreaming(program, args, env) {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}
  return run(program, args, {
    env: { ...env, ...colour },
    stdio: ['inherit', 'pipe', 'inherit'],
    onStdout: (text) => process.stdout.write(text),
  })
}

/** The same, kept back until it is done; what goes wrong in between is told at once. */
export function runQuietly(program, args, env) {
  return run(program, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
}
