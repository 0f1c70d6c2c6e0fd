import type { NameTable } from '../names.js'
import { fetchOnce, type Fetched } from '../hotspot/outbound.js'
import { refuseByDeviceMode } from './device_mode.js'
import { atLeast } from './catalogue.js'
import type { Row } from './menu.js'
import type { CommandOutcome, Menus } from './menus.js'
import { parseDuration } from './duration.js'
import { failure, InvalidValue, missingArgument } from './router_trap.js'

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

export interface FetchOptions {
  /** The router's address, which requests leave from. */
  from: string
  names: NameTable
  /** Certificates, PEM, that `check-certificate=yes` believes besides those a test leaves out. */
  trusted: () => readonly string[]
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  'output': ['none', 'file', 'user', 'user-with-headers'],
  'http-method': ['get', 'post', 'put', 'delete', 'head', 'patch'],
  'check-certificate': ['no', 'yes', 'yes-without-crl'],
  'mode': ['http', 'https', 'ftp', 'tftp', 'sftp'],
  'keep-result': ['yes', 'no'],
}

/** MikroTik, Fetch: variables hold no more; http-data neither. */
const LARGEST_DATA = 64 * 1024
const MOST_REDIRECTS = 2

function checkWords(args: Row): void {
  for (const [name, words] of Object.entries(WORDS)) {
    const value = { true: 'yes', false: 'no' }[args[name] ?? ''] ?? args[name]
    if (value !== undefined && !words.includes(value))
      throw new InvalidValue(`input does not match any value of ${name}`)
  }
  if (Buffer.byteLength(args['http-data'] ?? '') > LARGEST_DATA)
    throw new InvalidValue('value of http-data is too long')
}

const nameIn = (url: URL) => url.pathname.split('/').at(-1) || 'index.html'

/** `h1:fff,h2:yyy`; a comma inside a value is escaped with a backslash. */
function headersOf(fields: string | undefined): Record<string, string> {
  const parts = (fields ?? '').match(/(\\.|[^,\\])+/g) ?? []
  const pairs = parts.map((part) => part.replace(/\\(.)/g, '$1')).filter((one) => one.includes(':'))
  return Object.fromEntries(
    pairs.map((one) => [
      one.slice(0, one.indexOf(':')).trim(),
      one.slice(one.indexOf(':') + 1).trim(),
    ])
  )
}

/** How a refused or broken transfer is told. */
function refusal(status: string, where: string): Error {
  return failure(`closing connection: <${status}> ${where} (4)`)
}

/** Where the command's url leads. Throws traps. */
function urlOf(args: Row): URL {
  const given = args['url']
  if (given === undefined && args['address'] === undefined) throw missingArgument('url')
  const mode = args['mode'] ?? 'http'
  const path = `${mode}://${args['host'] ?? args['address']}/${args['src-path'] ?? ''}`
  const text = given ?? path
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw failure('unsupported url protocol')
  if (args['port'] !== undefined) url.port = args['port']
  return url
}

async function transfer(
  menus: Menus,
  options: FetchOptions,
  args: Row,
  url: URL
): Promise<Fetched> {
  const checks = /^(yes|true|yes-without-crl)$/.test(args['check-certificate'] ?? 'no')
  const idle = parseDuration(args['idle-timeout'] ?? '10s') ?? 10_000
  const [address] = await options.names.resolve(url.hostname)
  if (address === undefined) throw failure('resolving error')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const where = `${address}:${port}`
  const fetched = await fetchOnce(url.href, {
    from: options.from,
    address,
    timeoutMs: idle,
    method: (args['http-method'] ?? 'get').toUpperCase(),
    headers: {
      'user-agent': `Mikrotik/${menus.version} Fetch`,
      ...headersOf(args['http-header-field']),
    },
    ...(args['http-data'] === undefined ? {} : { body: args['http-data'] }),
    tls: { rejectUnauthorized: checks, ...(checks ? { ca: [...options.trusted()] } : {}) },
  }).catch((error: unknown) => {
    throw connectionFailure(error, where)
  })
  if (fetched.status >= 400) throw statusFailure(menus, fetched, where)
  return fetched
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : ''

function connectionFailure(error: unknown, where: string): Error {
  if (/CERT|SIGNED|ISSUER|ALTNAME/.test(codeOf(error)))
    return failure('ssl: no trusted CA certificate found (6)')
  if (/EPROTO|ERR_SSL/.test(codeOf(error))) return failure('ssl: handshake failed (6)')
  const timeout = error instanceof Error && error.message === 'connection timeout'
  return timeout ? failure('connection timeout') : refusal('connection failed', where)
}

/** Since 7.21 the console words it anew (MikroTik, Fetch, "Example 2"). */
function statusFailure(menus: Menus, { status, reason }: Fetched, where: string): Error {
  if (atLeast('7.21', menus.version)) return failure(`Status ${status}, ${reason}`)
  return refusal(`${status} ${reason}`, where)
}

/** `/tool fetch`: really fetches, and keeps the result as a file or gives it back. */
export function defineFetch(menus: Menus, options: FetchOptions): void {
  menus.define('/tool', 'fetch', async (args: Row): Promise<CommandOutcome> => {
    refuseByDeviceMode(menus, 'fetch')
    checkWords(args)
    let url = urlOf(args)
    const started = Date.now()
    let fetched = await transfer(menus, options, args, url)
    for (let hops = 0; fetched.status >= 300 && fetched.headers.location !== undefined; hops++) {
      if (hops >= Number(args['http-max-redirect-count'] ?? MOST_REDIRECTS))
        throw refusal(`${fetched.status} ${fetched.reason}`, url.host)
      url = new URL(fetched.headers.location, url)
      fetched = await transfer(menus, options, args, url)
    }
    return { rows: [keep(menus, args, url, fetched, started)] }
  })
}

function keep(menus: Menus, args: Row, url: URL, fetched: Fetched, started: number): Row {
  const contents = fetched.body.toString('utf8')
  const kilobytes = String(Math.ceil(fetched.body.length / 1024))
  const row: Row = {
    status: 'finished',
    downloaded: kilobytes,
    total: kilobytes,
    duration: `${Math.ceil((Date.now() - started) / 1000)}s`,
  }
  const output = args['output'] ?? 'file'
  if (output.startsWith('user')) row['data'] = contents.slice(0, LARGEST_DATA)
  else if (output === 'file' && !/^(no|false)$/.test(args['keep-result'] ?? '')) {
    storeFile(menus, (args['dst-path'] ?? nameIn(url)).replace(/^\//, ''), contents)
  }
  return row
}
