import { request } from 'node:http'
import env from '#start/env'
import type { Page } from '#tests/support/browser'
import type { Visitor } from '#tests/support/operator'

/** Sends a form as a browser sends one that holds files. */
export async function postMultipart(
  visitor: Visitor,
  path: string,
  fields: Record<string, string>,
  files: Record<string, Buffer>,
  from = '/dashboard/customers/import'
): Promise<Page> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, octets] of Object.entries(files)) {
    form.append(name, new Blob([new Uint8Array(octets)], { type: 'text/csv' }), `${name}.csv`)
  }
  const encoded = new Response(form)
  const body = Buffer.from(await encoded.arrayBuffer())
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: env.get('HOST'),
        port: env.get('PORT'),
        agent: false,
        method: 'POST',
        path,
        headers: {
          'host': visitor.host,
          'accept': 'text/html',
          'cookie': visitor.browser.cookiesOf(visitor.host),
          'content-type': encoded.headers.get('content-type') ?? '',
          'content-length': body.byteLength,
          'x-forwarded-for': visitor.address,
          'referer': `http://${visitor.host}${from}`,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
            setCookies: incoming.headers['set-cookie'] ?? [],
          })
        )
      }
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
