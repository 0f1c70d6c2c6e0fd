const utf8 = /utf-?8/i.test(
  process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || 'utf8'
)
const MARK = utf8 ? { done: '✓', wait: '…', fail: '✗' } : { done: '+', wait: '.', fail: 'x' }
const PATIENCE_MS = 3000

let stream = process.stdout

// A terminal that is closed, or a pipe whose reader left, must not keep us from stopping well.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})

/** Sends progress to stderr, for commands whose stdout is read by programs. */
export function progressToStderr() {
  stream = process.stderr
}

/** One line for the person watching; a detached supervisor hands it to the command waiting. */
export function say(line = '') {
  if (process.connected && process.send) process.send({ line }, () => {})
  stream.write(`${line}\n`)
}

/**
 * Runs `work` under a title. Work gets `note(text)` to tell what it is at, and may return a
 * few words shown when it is done. Steps that take long say so before they end.
 */
export async function step(title, work) {
  const began = Date.now()
  const live = stream.isTTY && !process.connected
  const show = (mark, text) => `  ${mark} ${title.padEnd(18)} ${text}`
  const draw = (text) => stream.write(`\r\x1b[2K${show(MARK.wait, text)}`)
  let last = 'working'
  const slow = setTimeout(() => live || say(show(MARK.wait, last)), PATIENCE_MS)
  const note = (text) => {
    last = text
    if (live) draw(text)
  }
  if (live) draw('')
  try {
    const detail = await work(note)
    if (live) stream.write('\r\x1b[2K')
    say(show(MARK.done, `${detail ?? ''}`.padEnd(44) + seconds(began).padStart(8)))
  } catch (error) {
    if (live) stream.write('\r\x1b[2K')
    say(show(MARK.fail, 'failed'.padEnd(44) + seconds(began).padStart(8)))
    throw error
  } finally {
    clearTimeout(slow)
  }
}

function seconds(began) {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`
}
