import { type ChildProcess, spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
/** Nobody lives longer, should the tests be killed. */
const LIFE_SECONDS = '600'

/** The unpacked Debian programs (ip, nft, wg, wireguard-go) are where radclient is. */
export const PATH = [dirname(process.env.RADCLIENT_BIN ?? ''), process.env.PATH].join(':')

export interface Said {
  code: number | null
  output: string
}

/** A machine of the lab: a network namespace with a /run and interfaces of its own. */
export class Machine {
  readonly #children: ChildProcess[] = []

  constructor(
    readonly name: string,
    readonly pid: number
  ) {}

  /** Runs a program here to its end. */
  run(program: string, args: readonly string[], input = ''): Promise<Said> {
    const child = this.start(program, args)
    return new Promise((resolve, reject) => {
      let output = ''
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text))
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, output }))
      child.stdin?.on('error', () => {}).end(input)
    })
  }

  /** The same; @throws what it said, if it fails. */
  async must(program: string, args: readonly string[], input = ''): Promise<string> {
    const { code, output } = await this.run(program, args, input)
    if (code === 0) return output
    throw new Error(`${this.name}: ${program} ${args.join(' ')} ended with ${code}: ${output}`)
  }

  /** Words parted by blanks, for what is easier to read so. */
  sh(line: string, input = ''): Promise<string> {
    const [program = '', ...args] = line.split(' ')
    return this.must(program, args, input)
  }

  /** A program that goes on; ended with the lab. */
  start(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const child = spawn(
      'nsenter',
      [...entrance(this.pid), '--net', `--wdns=${ROOT}`, '--', program, ...args],
      {
        env: { ...process.env, PATH, ...env },
      }
    )
    this.#children.push(child)
    return child
  }

  /** Starts one and waits until it says so. */
  async ready(
    program: string,
    args: readonly string[],
    sign: RegExp,
    env: NodeJS.ProcessEnv = {}
  ): Promise<ChildProcess> {
    const child = this.start(program, args, env)
    await said(child, sign, `${program} on ${this.name}`)
    return child
  }

  async stop(): Promise<void> {
    await Promise.all(this.#children.map(ended))
  }
}

/** Machines joined by cables, seen by nobody outside. Needs no root: a user namespace holds all. */
export class Lab {
  readonly #machines: Machine[] = []

  private constructor(readonly holder: ChildProcess) {}

  static async open(): Promise<Lab> {
    const stay = `echo ready; exec sleep ${LIFE_SECONDS}`
    const holder = spawn('unshare', ['-Urm', 'sh', '-c', stay])
    await said(holder, /ready/, 'unshare')
    return new Lab(holder)
  }

  /** @param hosts lines of its /etc/hosts */
  async machine(name: string, hosts = ''): Promise<Machine> {
    const script = [
      'mount -t tmpfs tmpfs /run',
      'mkdir /run/wireguard',
      `printf '127.0.0.1 localhost\\n%s\\n' "${hosts}" > /run/hosts`,
      'mount --bind /run/hosts /etc/hosts',
      'ip link set lo up',
      'echo ready',
      `exec sleep ${LIFE_SECONDS}`,
    ].join(' && ')
    const child = spawn(
      'nsenter',
      [...entrance(pidOf(this.holder)), '--', 'unshare', '--net', '--mount', 'sh', '-c', script],
      { env: { ...process.env, PATH } }
    )
    await said(child, /ready/, name)
    const machine = new Machine(name, pidOf(child))
    this.#machines.push(machine)
    return machine
  }

  /** A cable between two machines, with an address (and prefix) at either end. */
  async cable(
    left: { at: Machine; port: string; address: string },
    right: { at: Machine; port: string; address: string }
  ): Promise<void> {
    await left.at.sh(
      `ip link add ${left.port} type veth peer name ${right.port} netns ${right.at.pid}`
    )
    for (const { at, port, address } of [left, right]) {
      await at.sh(`ip address add ${address} dev ${port}`)
      await at.sh(`ip link set ${port} up`)
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#machines.map((machine) => machine.stop()))
    for (const { pid } of this.#machines) process.kill(pid, 'SIGKILL')
    await ended(this.holder)
  }
}

function entrance(pid: number): string[] {
  return ['--target', String(pid), '--user', '--preserve-credentials', '--mount']
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('A process did not start')
  return pid
}

function said(child: ChildProcess, sign: RegExp, who: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    const listen = (text: Buffer) => {
      output = `${output}${text.toString()}`.slice(-20_000)
      if (sign.test(output)) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${who} ended with ${code}: ${output}`)))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await gone
  clearTimeout(hard)
}
