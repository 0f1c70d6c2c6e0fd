import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CallLog } from './calls.js'
import { deliver, type Manner } from './deliver.js'
import { cannedReply, changesOf, rewritten, type FaultQueue } from './faults.js'
import { ControlError } from './guards.js'
import { json, text, type Reply } from './reply.js'
import { BodyTooLarge, readRequest, type StandInRequest } from './request.js'
import type { Routes } from './routes.js'

export interface ServerOptions {
  host: string
  /** 0 lets the system choose. */
  port: number
  /** The provider's own addresses: counted and subject to faults. */
  routes: Routes
  /** Control and pages for people: never counted, never faulty. */
  asideRoutes: Routes
  calls: CallLog
  faults: FaultQueue
  notFound: (request: StandInRequest) => Reply
}

export interface RunningServer {
  /** `http://host:port`, without a path. */
  origin: string
  stop(): Promise<void>
}

/** `undefined` means that the caller shall wait in vain; `'drop'` that the line is cut. */
type Outcome = { reply: Reply; manner: Manner } | 'drop' | undefined

/** Starts to listen; rejects when the port cannot be had. */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const closing = new AbortController()
  const server = createServer((incoming, response) => {
    void serve(options, incoming, response, closing.signal)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No TCP address')

  return {
    origin: `http://${options.host}:${address.port}`,
    async stop() {
      closing.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

async function serve(
  options: ServerOptions,
  incoming: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal
): Promise<void> {
  try {
    const request = await readRequest(incoming)
    const outcome = await answer(options, request, closing)
    if (outcome === 'drop') response.destroy()
    else if (outcome) await deliver(response, outcome.reply, outcome.manner, closing)
  } catch (error) {
    if (closing.aborted) response.destroy()
    else await deliver(response, errorReply(error), 'whole', closing)
  }
}

function errorReply(error: unknown): Reply {
  if (error instanceof BodyTooLarge) return text(error.message, 413)
  if (error instanceof ControlError) return json({ error: error.message }, 400)
  return text(`The stand-in failed: ${String(error)}`, 500)
}

async function answer(
  { routes, asideRoutes, calls, faults, notFound }: ServerOptions,
  request: StandInRequest,
  closing: AbortSignal
): Promise<Outcome> {
  const aside = asideRoutes.match(request.method, request.path)
  if (aside) {
    request.params = aside.params
    return whole(await aside.handler(request))
  }

  calls.record(request.path)
  const handle = async (): Promise<Reply> => {
    const match = routes.match(request.method, request.path)
    if (!match) return notFound(request)
    request.params = match.params
    return match.handler(request)
  }

  const fault = faults.take(request.path)
  if (!fault) return whole(await handle())
  if (fault.mode === 'timeout') return undefined
  if (fault.mode === 'drop') return 'drop'
  const canned = cannedReply(fault) ?? faults.provider.instead?.[fault.mode]?.(fault)
  if (canned) return whole(canned)

  if (fault.mode === 'slow') await sleep(fault.delayMs, undefined, { signal: closing })
  const reply = await handle()
  if (fault.mode === 'drop-after-capture') return 'drop'
  if (fault.mode === 'timeout-after-capture') return undefined
  if (fault.mode === 'garbage') return whole({ ...reply, body: reply.body.slice(0, -7) })
  if (fault.mode === 'cut') return { reply, manner: 'cut' }
  if (fault.mode === 'rewrite') return whole(rewritten(reply, changesOf(fault)))
  if (fault.mode === 'slow-body') return { reply, manner: { slowMs: fault.delayMs } }
  return whole(faults.provider.alter?.[fault.mode]?.(reply, fault) ?? reply)
}

function whole(reply: Reply): Outcome {
  return { reply, manner: 'whole' }
}
