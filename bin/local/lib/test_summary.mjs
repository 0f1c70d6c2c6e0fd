const ESCAPE = String.fromCharCode(27)
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g')

/** How a test that was left out says why (tests/e2e/routers/reach/namespaces.ts). */
const CANNOT_RUN = /Cannot run on this machine: (.*)$/gm

/**
 * Counts from the lines with which Japa closes ("Tests  3 passed, 1 failed (4)"). A runner that
 * ended before it could count, or found nothing to run, has failed once: no test proves nothing.
 */
export function summary(output, code) {
  const plain = output.replace(COLOURS, '')
  const line = [...plain.matchAll(/^\s*Tests\s+(.*)$/gm)].at(-1)?.[1]
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line ?? '')?.[1] ?? 0)
  const failed = count('failed')
  const passed = count('passed')
  return {
    passed,
    failed: failed || (code === 0 && passed > 0 ? 0 : 1),
    notRun: count('skipped'),
    reasons: [...new Set([...plain.matchAll(CANNOT_RUN)].map(([, reason]) => reason.trim()))],
  }
}

/** The last thing to be read: what was not proven, and why. Empty when everything ran. */
export function notRunText(results) {
  const many = results.reduce((sum, { notRun }) => sum + notRun, 0)
  if (many === 0) return ''
  const reasons = [...new Set(results.flatMap((result) => result.reasons))]
  const why = reasons.length > 0 ? reasons.join('; ') : 'no reason was given'
  const line = `! ${many} ${many === 1 ? 'test' : 'tests'} could not run on this machine: ${why}`
  const bar = '!'.repeat(Math.min(line.length, 78))
  return `${bar}\n${line}\n${bar}`
}
