import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { createSocket } from 'node:dgram'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RadiusBenchEnvironment } from './environment.js'
import type { Login } from './database.js'

const STARTS_WITHIN = 20_000
const STOPS_WITHIN = 5_000
const portico = fileURLToPath(new URL('../../../docker/freeradius/start.sh', import.meta.url))
const stock = fileURLToPath(new URL('./stock', import.meta.url))

/** Two UDP ports nobody listens on now. */
async function freePorts(): Promise<{ auth: number; acct: number }> {
  const sockets = [createSocket('udp4'), createSocket('udp4')]
  const [auth, acct] = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<number>((resolve) => {
          socket.bind(0, '127.0.0.1', () => resolve(socket.address().port))
        })
    )
  )
  await Promise.all(sockets.map((s) => new Promise<void>((resolve) => s.close(() => resolve()))))
  if (!auth || !acct) throw new Error('no free UDP port')
  return { auth, acct }
}

export interface ServerOptions {
  kind: 'portico' | 'stock'
  login: Login
  /** Settings of docker/freeradius/README.md that differ from the defaults. */
  settings?: Record<string, string>
}

/** A FreeRADIUS of our own for the time of a benchmark. */
export class RadiusServer {
  private output = ''

  private constructor(
    private readonly child: ChildProcess,
    readonly auth: { host: string; port: number },
    readonly acct: { host: string; port: number }
  ) {}

  static async start(
    { freeradius }: RadiusBenchEnvironment,
    { kind, login, settings }: ServerOptions
  ): Promise<RadiusServer> {
    const ports = await freePorts()
    const runDirectory = join(freeradius.runDirectory, `bench-${kind}`)
    await mkdir(runDirectory, { recursive: true })
    const env = {
      ...process.env,
      RADIUS_BINARY: freeradius.binary,
      RADIUS_LIBDIR: freeradius.modules,
      RADIUS_DICTIONARIES: freeradius.dictionaries,
      RADIUS_SQL_QUERIES: freeradius.queries,
      RADIUS_STOCK: join(dirname(freeradius.queries), '../../../..'),
      RADIUS_RUN_DIR: runDirectory,
      RADIUS_LISTEN_ADDRESS: '127.0.0.1',
      RADIUS_AUTH_PORT: `${ports.auth}`,
      RADIUS_ACCT_PORT: `${ports.acct}`,
      RADIUS_DB_HOST: login.host,
      RADIUS_DB_PORT: `${login.port}`,
      RADIUS_DB_NAME: login.database,
      RADIUS_DB_USER: login.user,
      RADIUS_DB_PASSWORD: login.password,
      ...settings,
    }
    const child =
      kind === 'portico'
        ? spawn('sh', [portico], { env })
        : spawn(
            freeradius.binary,
            ['-d', stock, '-D', freeradius.dictionaries, '-f', '-l', 'stdout'],
            { env }
          )
    const host = '127.0.0.1'
    const server = new RadiusServer(child, { host, port: ports.auth }, { host, port: ports.acct })
    await server.ready()
    return server
  }

  /** The end of what the server wrote. */
  get log(): string {
    return this.output
  }

  /** Asks it to end, and ends it when it does not: a server that hangs must not hang the benchmark. */
  stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      const insist = setTimeout(() => this.child.kill('SIGKILL'), STOPS_WITHIN)
      this.child.once('exit', () => {
        clearTimeout(insist)
        resolve()
      })
      this.child.kill('SIGTERM')
    })
  }

  private ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`FreeRADIUS ${why}:\n${this.output}`))
      const timer = setTimeout(() => fail('did not start in time'), STARTS_WITHIN)
      const listen = (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-20_000)
        if (!this.output.includes('Ready to process requests')) return
        clearTimeout(timer)
        resolve()
      }
      this.child.stdout?.on('data', listen)
      this.child.stderr?.on('data', listen)
      this.child.once('error', (error) => fail(error.message))
      this.child.once('exit', (code) => fail(`ended with ${code}`))
    })
  }
}
