import { randomInt } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { typescript } from '../../local/lib/app.mjs'
import { inLocal, node, root } from '../../local/lib/paths.mjs'
import { Trouble } from '../../local/lib/trouble.mjs'

/**
 * A virtual MikroTik of the tour's own, fresh from its box: the two of `npm run up` belong to
 * whoever registered them first, and a tour must be able to run again.
 */
export async function newRouter() {
  const folder = mkdtempSync(inLocal('tour-'))
  const address = `127.77.${randomInt(16, 255)}.${randomInt(2, 255)}`
  const password = `tour-${randomInt(1e9, 1e10)}`
  const config = {
    web: { host: '127.0.0.1', port: 0 },
    routers: [
      { address, identity: 'MikroTik', apiUser: 'admin', apiPassword: password, phones: 3 },
    ],
  }
  writeFileSync(`${folder}/simulator.json`, JSON.stringify(config))
  const args = typescript('tests/simulator/main.ts', '--config', `${folder}/simulator.json`)
  const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const { web } = await readyLine(child)
  const stop = () => {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  return { address, password, page: `${web}/routers/${address}`, call: caller(web), stop }
}

function readyLine(child) {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Trouble('The virtual MikroTik did not start')))
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{"ready"')) resolve(JSON.parse(line))
    })
  })
}

/** The simulator's JSON calls, as tests/simulator/web/control_api.ts has them. */
function caller(web) {
  return async (path, body) => {
    const response = await fetch(`${web}/api/${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    if (!response.ok) throw new Trouble(`The virtual MikroTik refused ${path}: ${answer.error}`)
    return answer
  }
}
