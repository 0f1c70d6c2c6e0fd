const ESCAPE = String.fromCharCode(27)
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g')

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
  return { passed, failed: failed || (code === 0 && passed > 0 ? 0 : 1) }
}
