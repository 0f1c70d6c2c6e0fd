import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reply } from './reply.js'

/** How an answer crosses the line: whole, cut off in its middle, or in pieces over a time. */
export type Manner = 'whole' | 'cut' | { slowMs: number }

const PIECES = 8

/** Sends an answer; rejects only when the stand-in is being stopped meanwhile. */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  manner: Manner,
  closing: AbortSignal
): Promise<void> {
  const body = Buffer.from(reply.body)
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(body.length) })
  if (manner === 'cut') {
    // The line breaks once the first half is out; the length told stays that of the whole.
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy())
    return
  }
  if (manner !== 'whole') await trickle(response, body, manner.slowMs, closing)
  else response.end(body)
}

async function trickle(
  response: ServerResponse,
  body: Buffer,
  slowMs: number,
  closing: AbortSignal
): Promise<void> {
  const size = Math.max(1, Math.ceil(body.length / PIECES))
  for (let start = 0; start < body.length; start += size) {
    response.write(body.subarray(start, start + size))
    await sleep(slowMs / PIECES, undefined, { signal: closing })
  }
  response.end()
}
