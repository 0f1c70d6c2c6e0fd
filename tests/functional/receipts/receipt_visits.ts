import { request, type IncomingHttpHeaders } from 'node:http'
import { appUrl } from '#config/app'
import env from '#start/env'

export interface Download {
  status: number
  headers: IncomingHttpHeaders
  octets: Buffer
}

/** Fetches octets as they are. `cookie` is an operator's session, when one is needed. */
export function download(url: string, cookie = ''): Promise<Download> {
  const target = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: env.get('HOST'),
        port: appUrl.port,
        agent: false,
        path: target.pathname + target.search,
        headers: {
          host: target.host,
          accept: 'text/html,application/pdf',
          ...(cookie && { cookie }),
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            octets: Buffer.concat(chunks),
          })
        )
      }
    )
    sent.on('error', reject)
    sent.end()
  })
}
