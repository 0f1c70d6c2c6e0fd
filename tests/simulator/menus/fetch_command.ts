import { fetchOnce } from '../hotspot/outbound.js'
import type { Row } from './menu.js'
import type { CommandOutcome, Menus } from './menus.js'
import { failure, missingArgument } from './router_trap.js'

/** Writes a file as `/tool fetch dst-path` and `/file` have it. */
export function storeFile(menus: Menus, name: string, contents: string): void {
  const menu = menus.menu('/file')
  const extension = /\.[a-z0-9]+$/i.exec(name)?.[0] ?? ''
  const values = {
    name,
    type: `${extension} file`.trim(),
    size: String(Buffer.byteLength(contents)),
    contents,
  }
  const known = menu.stored().find((row) => row['name'] === name)
  if (known === undefined) menu.insert(values)
  else menu.update(known['.id'], values)
}

const nameIn = (url: URL) => url.pathname.split('/').at(-1) || 'index.html'

function headersOf(fields: string | undefined): Record<string, string> {
  const pairs = (fields ?? '').split(',').filter((one) => one.includes(':'))
  return Object.fromEntries(
    pairs.map((one) => [
      one.slice(0, one.indexOf(':')).trim(),
      one.slice(one.indexOf(':') + 1).trim(),
    ])
  )
}

/** `/tool fetch`: really fetches, and keeps the result as a file or gives it back. */
export function defineFetch(menus: Menus, from: string): void {
  menus.define('/tool', 'fetch', async (args: Row): Promise<CommandOutcome> => {
    if (args['url'] === undefined) throw missingArgument('url')
    const url = URL.canParse(args['url']) ? new URL(args['url']) : undefined
    if (url === undefined || !/^https?:$/.test(url.protocol)) throw failure('unsupported url')
    const started = Date.now()
    const fetched = await fetchOnce(url.href, {
      from,
      method: (args['http-method'] ?? 'get').toUpperCase(),
      headers: headersOf(args['http-header-field']),
      ...(args['http-data'] === undefined ? {} : { body: args['http-data'] }),
    }).catch((error: unknown) => {
      throw failure(error instanceof Error ? error.message : 'connection failed')
    })
    if (fetched.status >= 400) throw failure(`Fetch failed with status ${fetched.status}`)
    const contents = fetched.body.toString('utf8')
    const row: Row = {
      status: 'finished',
      downloaded: String(Math.ceil(fetched.body.length / 1024)),
      total: String(Math.ceil(fetched.body.length / 1024)),
      duration: `${Math.ceil((Date.now() - started) / 1000)}s`,
    }
    if (args['output'] === 'user') row['data'] = contents
    else if (args['output'] !== 'none' && args['keep-result'] !== 'no') {
      storeFile(menus, args['dst-path'] ?? nameIn(url), contents)
    }
    return { rows: [row] }
  })
}
