import { createServer } from 'node:http'

/** One request as a merchant's server met it. */
export interface Met {
  method: string
  path: string
  query: Record<string, string>
  form: URLSearchParams
}

export interface CallbackServer {
  origin: string
  met: Met[]
  stop(): Promise<void>
}

/** A merchant's server that writes down what it is told and answers 200. */
export async function openCallbackServer(): Promise<CallbackServer> {
  const met: Met[] = []
  const server = createServer((incoming, response) => {
    let body = ''
    incoming.setEncoding('utf8')
    incoming.on('data', (chunk: string) => (body += chunk))
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://shop')
      met.push({
        method: incoming.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        form: new URLSearchParams(body),
      })
      response.end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No TCP address')
  return {
    // A name as tenants have it, so that the stand-in has to find this machine behind it.
    origin: `http://shop.localhost:${address.port}`,
    met,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
