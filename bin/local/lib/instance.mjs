import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Daemon } from './daemon.mjs'
import { readJson, writeJson } from './json_file.mjs'
import { alone } from './lock.mjs'
import { inLocal, local } from './paths.mjs'
import { choosePorts, isFree } from './ports.mjs'
import { Secrets } from './secrets.mjs'
import { Trouble } from './trouble.mjs'

/** Which program holds a port, where its name is not the port's. */
const HOLDERS = {
  radius_auth: 'freeradius',
  radius_acct: 'freeradius',
  bkash: 'standins',
  bulksmsbd: 'standins',
  nagad: 'standins',
  shurjopay: 'standins',
  sslcommerz: 'standins',
  mpesa: 'standins',
  razorpay: 'standins',
  stripe: 'standins',
  africastalking: 'standins',
  oauth: 'standins',
  smtp: 'standins',
  stripe_billing: 'standins',
}

/** One private set of services with its own ports, data and passwords: up, test, bench, … */
export class Instance {
  constructor(name) {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
      throw new Trouble(`"${name}" is not a name for an instance`, {
        hint: 'use small letters, digits and dashes: up, test, bench, test-mine',
      })
    }
    this.name = name
    this.kind = name.split('-')[0]
    this.directory = inLocal(name)
    this.ports = {}
  }

  path(...parts) {
    return join(this.directory, ...parts)
  }

  /** Makes the folders and settles every port; @throws Trouble when .local cannot be written. */
  async open(services) {
    try {
      mkdirSync(this.path('run'), { recursive: true })
      mkdirSync(this.path('logs'), { recursive: true })
    } catch (error) {
      throw new Trouble(`${this.directory} cannot be made: ${error.code}`, {
        hint: 'the clone must be writable for you; an earlier run by root leaves root’s files',
      })
    }
    this.secrets = new Secrets(this.path('secrets.json'))
    await alone(inLocal('ports.lock'), () => this.#settlePorts(services))
    return this
  }

  daemon(name, options) {
    return new Daemon(this, name, options)
  }

  /** What was written down stays while it is ours alone; else all moves but what runs. */
  async #settlePorts(services) {
    const remembered = readJson(this.path('ports.json'), {})
    const spoken = portsOfOthers(this.name)
    const runs = (service, port) =>
      port !== undefined &&
      port === remembered[service] &&
      this.daemon(HOLDERS[service] ?? service).running
    const free = (service, port) => runs(service, port) || isFree(service, port)

    const kept = await Promise.all(
      services.map((service) => {
        const port = remembered[service]
        return port !== undefined && !spoken.has(port) && free(service, port)
      })
    )
    const block = kept.every(Boolean)
      ? remembered
      : await choosePorts(this.name, services, spoken, free)
    for (const service of services) {
      const port = remembered[service]
      this.ports[service] = runs(service, port) ? port : block[service]
    }
    writeJson(this.path('ports.json'), { ...remembered, ...this.ports })
  }
}

/** Every port that another instance of this clone has written down, running or not. */
function portsOfOthers(name) {
  const others = readdirSync(local, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== name
  )
  const written = others.map((entry) => readJson(inLocal(entry.name, 'ports.json'), {}))
  return new Set(written.flatMap((ports) => Object.values(ports)))
}
