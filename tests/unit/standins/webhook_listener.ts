import { createServer, type IncomingHttpHeaders } from 'node:http'

/** One message as a merchant's server met it, to the byte. */
export interface Heard {
  path: string
  headers: IncomingHttpHeaders
  raw: string
}

export interface WebhookListener {
  origin: string
  heard: Heard[]
  stop(): Promise<void>
}

/** A merchant's server that keeps what it is told as it came, and answers 200. */
export async function openWebhookListener(): Promise<WebhookListener> {
  const heard: Heard[] = []
  const server = createServer((incoming, response) => {
    let raw = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => (raw += chunk))
    incoming.on('end', () => {
      heard.push({ path: incoming.url ?? '', headers: incoming.headers, raw })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No TCP address')
  return {
    origin: `http://shop.localhost:${address.port}`,
    heard,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
