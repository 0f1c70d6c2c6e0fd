import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A request as it arrived. */
export interface Received {
  method: string
  path: string
  headers: Readonly<Record<string, string>>
  body: string
}

export type Step = (request: Received, response: ServerResponse) => void

export interface ScriptedServer {
  url: string
  received: readonly Received[]
  close(): Promise<void>
}

/** A loopback server that answers by `script` and keeps what it was sent. */
export async function scriptedServer(script: Step): Promise<ScriptedServer> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const entry = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, String(value)])
        ),
        body,
      }
      received.push(entry)
      script(entry, response)
    })
  })
  server.on('connection', (socket) => sockets.add(socket))

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

export const answer =
  (status: number, body: string, type = 'application/json'): Step =>
  (_, response) => {
    response.writeHead(status, { 'content-type': type }).end(body)
  }

export const answerJson = (body: unknown): Step => answer(200, JSON.stringify(body))

/** Takes the request and hangs up without a word. */
export const drop: Step = (_, response) => {
  response.socket?.destroy()
}

/** Takes the request and never answers. */
export const silence: Step = () => {}

/** Begins to answer and never ends. */
export const slowBody: Step = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"statusCode":')
}

/** Short where waiting is what is tested, long where a busy machine must not look like silence. */
export function deadlineFor(steps: Iterable<unknown>): number {
  return [...steps].some((step) => step === silence || step === slowBody) ? 0.5 : 20
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP')
  return address.port
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}
