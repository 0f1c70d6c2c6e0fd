import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { IssueJoining } from '#routers/provisioning/issue_joining'
import { CHOICES_BEFORE } from '#routers/provisioning/joining_facts'
import Router from '#routers/router'
import { SyncTunnels } from '#routers/tunnels/sync_tunnels'
import { tunnelNetwork } from '#routers/tunnels/tunnel_server'
import { Tenancy } from '#tenancy/tenancy'
import { Lab, type Machine, type Said } from '#tests/e2e/routers/reach/lab'
import { startRadius } from '#tests/e2e/routers/reach/radius_server'
import { obey, tunnelStepOf } from '#tests/e2e/routers/reach/routeros_lines'
import { hostOf, visit } from '#tests/support/browser'
import { operatorOf } from '#tests/support/operator'
import type { Isp } from '#tests/support/isp'

/** Belongs to WIREGUARD_PUBLIC_KEY of the test instances (bin/local/lib/environment.mjs). */
const SERVER_KEY = 'aG+c9OxZ0jvMPGCw7njjwgByNV/AgxXX291rKGnoDFA='
/** Addresses on the lab's internet. */
export const SERVER = '203.0.113.1'
export const NAT = '203.0.113.2'
export const API_PASSWORD = 'api-password'

const MASQUERADE = `
table ip nat {
  chain post {
    type nat hook postrouting priority 100;
    ip saddr 192.168.0.0/16 oifname "internet" masquerade
  }
}`

export const hub = tunnelNetwork.hub

/** An ISP's router in the lab, and somebody's phone there who may come in. */
export interface Station {
  isp: Isp
  router: Router
  secret: string
  machine: Machine
  publicKey: string
  /** User name and password. */
  phone: string
}

/** Our server, the worker beside it, and routers behind one NAT. */
export class Scene {
  readonly #stop = new AbortController()
  #running: Promise<unknown> = Promise.resolve()
  #stopRadius = async () => {}

  private constructor(
    readonly lab: Lab,
    readonly folder: string,
    readonly server: Machine,
    readonly worker: Machine,
    readonly nat: Machine
  ) {}

  static async open(): Promise<Scene> {
    const lab = await Lab.open()
    const server = await lab.machine('server')
    const worker = await lab.machine('worker')
    const nat = await lab.machine('nat')
    const folder = await mkdtemp(join(tmpdir(), 'portico-tunnels-'))
    const scene = new Scene(lab, folder, server, worker, nat)
    try {
      await scene.#join()
      await scene.#serve()
    } catch (error) {
      await scene.close()
      throw error
    }
    return scene
  }

  async #join(): Promise<void> {
    const { lab, server, worker, nat } = this
    await lab.cable(
      { at: server, port: 'internet', address: `${SERVER}/24` },
      { at: nat, port: 'internet', address: `${NAT}/24` }
    )
    await lab.cable(
      { at: server, port: 'compose', address: '172.30.77.1/24' },
      { at: worker, port: 'eth0', address: '172.30.77.2/24' }
    )
    await worker.sh('ip route add default via 172.30.77.1')
    for (const machine of [server, nat]) {
      await machine.must('sh', ['-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'])
    }
    await nat.must('nft', ['-f', '-'], MASQUERADE)
  }

  /** docker/wireguard and docker/freeradius as they are, and our process that writes the list. */
  async #serve(): Promise<void> {
    const folders = { peers: join(this.folder, 'peers'), report: join(this.folder, 'report') }
    const secret = join(this.folder, 'private')
    for (const each of [folders.peers, folders.report, secret]) await mkdir(each, { mode: 0o700 })
    await writeFile(join(secret, 'private.key'), `${SERVER_KEY}\n`, { mode: 0o600 })
    await this.server.ready('sh', ['docker/wireguard/start.sh'], /portico-wg is 10\.64\.0\.1/, {
      WIREGUARD_PRIVATE_DIR: secret,
      WIREGUARD_PEERS_DIR: folders.peers,
      WIREGUARD_REPORT_DIR: folders.report,
      WIREGUARD_REPORT_SECONDS: '1',
      WIREGUARD_CALLERS: '172.30.77.0/24',
    })
    this.#stopRadius = await startRadius(this.server)
    const sync = await app.container.make(SyncTunnels)
    this.#running = sync.run(folders, this.#stop.signal)
  }

  /** A machine behind the NAT. */
  async behindNat(number: number): Promise<Machine> {
    const machine = await this.lab.machine(`router${number}`, `${SERVER} tunnels.portico.test`)
    const network = `192.168.${88 + number}`
    await this.lab.cable(
      { at: this.nat, port: `lan${number}`, address: `${network}.1/24` },
      { at: machine, port: 'eth0', address: `${network}.2/24` }
    )
    await machine.sh(`ip route add default via ${network}.1`)
    return machine
  }

  /** An operator adds a router and runs its script on a machine behind the NAT. */
  async station(isp: Isp, number: number): Promise<Station> {
    const machine = await this.behindNat(number)
    const router = await addRouter(isp)
    const secret = router.secret(isp.tenant.id)
    const { token } = await (
      await app.container.make(IssueJoining)
    ).execute(isp.tenant, router.id, CHOICES_BEFORE)
    const script = await visit(hostOf(isp.tenant), `/join/${token}/7.rsc`)
    const publicKey = await obey(machine, tunnelStepOf(script.body))
    const posted = await visit(hostOf(isp.tenant), `/join/${token}/tunnel`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      text: publicKey,
    })
    if (posted.status !== 200) throw new Error(`The key was not taken: ${posted.body}`)
    return { isp, router, secret, machine, publicKey, phone: await addPhone(isp) }
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#running
    await this.#stopRadius()
    await this.lab.close()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Adds a router behind NAT by the dashboard's form. */
export async function addRouter(isp: Isp): Promise<Router> {
  const name = `Zone ${randomBytes(4).toString('hex')}`
  const operator = await operatorOf(isp)
  await operator.submit(
    '/dashboard/routers/create',
    {
      name,
      reach: 'tunnel',
      address: '',
      hotspot_address: '10.5.50.1',
      api_user: 'portico',
      api_password: API_PASSWORD,
    },
    '/dashboard/routers'
  )
  return isp.inside(() => Router.findByOrFail('name', name))
}

async function addPhone(isp: Isp): Promise<string> {
  const tenancy = await app.container.make(Tenancy)
  const bytes = randomBytes(5).toString('hex').toUpperCase().match(/../g) ?? []
  const mac = ['02', ...bytes].join(':')
  await isp.inside(() =>
    tenancy.transaction
      .table('radcheck')
      .insert({ username: mac, attribute: 'Cleartext-Password', op: ':=', value: mac })
  )
  return mac
}

/** A real Access-Request from where the station is. */
export function signIn(
  { machine, secret, phone }: Pick<Station, 'machine' | 'secret' | 'phone'>,
  server = hub
): Promise<Said> {
  const packet = `User-Name=${phone},User-Password=${phone},Message-Authenticator=0x00\n`
  const port = process.env.RADIUS_AUTH_PORT
  /** A secret may begin with a dash, and is no option then. */
  const args = ['-x', '-r', '2', '-t', '1', '--', `${server}:${port}`, 'auth', secret]
  return machine.run('radclient', args, packet)
}

/** Where FreeRADIUS saw the phone's requests come from, and what it answered. */
export async function signIns({ isp, phone }: Station): Promise<{ reply: string; from: string }[]> {
  const tenancy = await app.container.make(Tenancy)
  const rows: { reply: string; nasipaddress: string }[] = await isp.inside(() =>
    tenancy.transaction.from('radpostauth').where('username', phone).orderBy('id')
  )
  return rows.map(({ reply, nasipaddress }) => ({ reply, from: nasipaddress }))
}
