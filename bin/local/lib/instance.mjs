import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Daemon } from './daemon.mjs'
import { readJson, writeJson } from './json_file.mjs'
import { inLocal } from './paths.mjs'
import { choosePort, isFree } from './ports.mjs'
import { Secrets } from './secrets.mjs'
import { Trouble } from './trouble.mjs'

/** Which program holds a port, where its name is not the port's. */
const HOLDERS = {
  radius_auth: 'freeradius',
  radius_acct: 'freeradius',
  bkash: 'standins',
  bulksmsbd: 'standins',
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
    await this.#settlePorts(services)
    return this
  }

  daemon(name, options) {
    return new Daemon(this, name, options)
  }

  async #settlePorts(services) {
    const remembered = readJson(this.path('ports.json'), {})
    for (const service of services) {
      const port = remembered[service]
      const ours = this.daemon(HOLDERS[service] ?? service).running
      const keep = port !== undefined && (ours || (await isFree(service, port)))
      const taken = Object.values(this.ports)
      this.ports[service] = keep ? port : await choosePort(this.name, service, taken)
    }
    writeJson(this.path('ports.json'), { ...remembered, ...this.ports })
  }
}
