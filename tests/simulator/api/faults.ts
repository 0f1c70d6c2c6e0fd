import type { Socket } from 'node:net'
import type { Link } from '../link.js'

/** Ways in which a test makes the API misbehave. All off by default. */
export interface ApiFaults {
  /** Accept the connection and never say a word. */
  silent: boolean
  /** Send only half of the next reply, then close. */
  closeMidReply: boolean
  /** Every octet in a TCP segment of its own. */
  splitEveryByte: boolean
  /** Milliseconds to wait before each reply. */
  delayMs: number
  /** Answer the next command with `!fatal` and this reason, then close. */
  fatal: string | undefined
}

export function noFaults(): ApiFaults {
  return {
    silent: false,
    closeMidReply: false,
    splitEveryByte: false,
    delayMs: 0,
    fatal: undefined,
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const tick = () => new Promise((resolve) => setImmediate(resolve))

/** Writes a reply as the faults allow. */
export async function deliver(
  socket: Socket,
  octets: Buffer,
  faults: ApiFaults,
  link: Link
): Promise<void> {
  if (faults.silent) return
  if (faults.delayMs > 0) await pause(faults.delayMs)
  if (faults.closeMidReply) {
    link.carry(() => void socket.end(octets.subarray(0, Math.ceil(octets.length / 2))))
    return
  }
  if (!faults.splitEveryByte) {
    link.carry(() => {
      if (!socket.destroyed) socket.write(octets)
    })
    return
  }
  for (const octet of octets) {
    if (socket.destroyed) return
    socket.write(Buffer.from([octet]))
    await tick()
  }
}
