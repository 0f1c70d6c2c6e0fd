import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from '@japa/runner'
import type { BrowseResult } from '../../simulator/hotspot/browsing.js'
import { Simulation } from '../../simulator/simulation.js'
import { SimulatorWeb } from '../../simulator/web.js'
import { readConfig } from '../../simulator/web/config.js'
import { InvalidInput } from '../../simulator/web/json.js'
import type { PhoneView, RouterView } from '../../simulator/web/views.js'
import { accept, PORTAL, PORTAL_PROFILE } from './bench_router.js'
import { freshAddress, RadiusResponder } from './radius_responder.js'

test.group('Simulator | control API and page', (group) => {
  let simulation: Simulation
  let web: SimulatorWeb
  let origin: string
  let address: string
  let radius: RadiusResponder

  group.each.setup(async () => {
    radius = await RadiusResponder.start()
    simulation = new Simulation()
    address = freshAddress()
    const server = {
      address: radius.address,
      authPort: radius.port,
      acctPort: radius.port,
      secret: radius.secret,
      timeoutMs: 60,
    }
    await simulation.add(
      {
        address,
        identity: 'Green<b>Net',
        radius: server,
        portalUrl: PORTAL,
        profile: PORTAL_PROFILE,
      },
      1
    )
    web = new SimulatorWeb(simulation)
    origin = await web.listen('127.0.0.1', 0)
    return async () => {
      await web.close()
      await simulation.stop()
      radius.stop()
    }
  })

  /** The fields of all answers that these tests look at. */
  interface Answered extends PhoneView, BrowseResult {
    error: string
    ended: number | null
    blocked: boolean
    replies: { failed: boolean }[]
    routers: RouterView[]
  }

  async function call(path: string, body?: unknown) {
    const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${origin}/api${path}`, options)
    const json: Answered = JSON.parse(await response.text())
    return { status: response.status, json }
  }

  const phone = () => `/phones/${address}-1`

  test('a driver in another process leads a phone from Wi-Fi to suspension', async ({ assert }) => {
    const joined = await call(`${phone()}/join`, {})
    assert.deepInclude(joined.json, { state: 'portal', online: false, ip: '10.5.50.10' })
    const browsed = await call(`${phone()}/browse`, { url: 'http://example.com/' })
    assert.equal(browsed.json.outcome, 'portal')
    assert.isTrue(browsed.json.url.startsWith(PORTAL))

    radius.decide = () => accept({ rate: '5M/10M', total: 1000, gigawords: 1, seconds: 7200 })
    const { mac } = joined.json
    const login = await call(`${phone()}/login`, { username: mac, password: mac })
    assert.isTrue(login.json.online)
    const { json: view } = await call(phone())
    assert.deepInclude(view.session, {
      octetsLeft: '4294968296',
      rateLimit: '5M/10M',
      uploadBps: 5e6,
      downloadBps: 10e6,
    })

    await call(`/routers/${address}/clock`, { advanceSeconds: 3600 })
    const later = await call(phone())
    assert.closeTo(later.json.session?.secondsLeft ?? 0, 3600, 2)

    const used = await call(`${phone()}/transfer`, { down: '99999999999' })
    assert.deepInclude(used.json, { ended: 5, blocked: false })
    assert.equal((await call(phone())).json.state, 'portal')
    assert.equal((await call(`${phone()}/leave`, {})).json.state, 'offline')
  })

  test('the terminal takes lines, and says which failed', async ({ assert }) => {
    const { json } = await call(`/routers/${address}/terminal`, {
      lines: ['/system identity set name=New', '/nope'],
    })
    assert.deepEqual(
      json.replies.map((reply) => reply.failed),
      [false, true]
    )
    assert.equal((await call('/routers')).json.routers[0]?.identity, 'New')
  })

  test('phones are added; a MAC that is none is refused', async ({ assert }) => {
    const added = await call(`/routers/${address}/phones`, { mac: 'aa-bb-cc-00-00-01' })
    assert.deepInclude(added.json, {
      id: `${address}-2`,
      mac: 'AA:BB:CC:00:00:01',
      state: 'offline',
    })
    assert.equal((await call(`/routers/${address}/phones`, { mac: 'banana' })).status, 400)
  })

  test('POST {path} with {body} is answered {status}')
    .with([
      { path: '/phones/nobody/join', body: {}, status: 404 },
      { path: '/routers/127.0.0.250/terminal', body: { lines: '' }, status: 404 },
      { path: '/phones/PHONE/dance', body: {}, status: 404 },
      { path: '/phones/PHONE/transfer', body: { down: 1 }, status: 409 },
      { path: '/phones/PHONE/browse', body: { address: 'x' }, status: 400 },
      { path: '/phones/PHONE/login', body: { username: 'x' }, status: 400 },
      { path: '/routers/ROUTER/clock', body: { advanceSeconds: -5 }, status: 400 },
      { path: '/routers/ROUTER/clock', body: [], status: 400 },
    ])
    .run(async ({ assert }, { path, body, status }) => {
      const real = path.replace('PHONE', `${address}-1`).replace('ROUTER', address)
      const answer = await call(real, body)
      assert.equal(answer.status, status)
      assert.isString(answer.json.error)
    })

  test('the page shows everything escaped and its buttons work', async ({ assert }) => {
    const home = await (await fetch(origin)).text()
    assert.include(home, 'Green&lt;b&gt;Net')
    assert.notInclude(home, 'Green<b>')
    const pressed = await fetch(`${origin}/phones/${address}-1/join`, {
      method: 'POST',
      redirect: 'manual',
    })
    assert.equal(pressed.status, 303)
    assert.include(await (await fetch(`${origin}/routers/${address}`)).text(), 'At the portal')
    const browser = await fetch(`${origin}/phones/${address}-1/browser`, { redirect: 'manual' })
    assert.isTrue(browser.headers.get('location')?.startsWith(PORTAL))
    const typed = await fetch(`${origin}/routers/${address}/terminal`, {
      method: 'POST',
      body: new URLSearchParams({ lines: '/ip hotspot <script>' }),
    })
    const page = await typed.text()
    assert.include(page, 'bad command name &lt;script&gt;')
    assert.notInclude(page, '/ip hotspot <script>')
  })

  test('a configuration with {what} is refused by name')
    .with([
      { what: 'no web', config: { routers: [] }, says: 'web must be an object' },
      {
        what: 'a misspelt field',
        config: { web: { host: 'x', port: 1 }, routers: [{ adress: 'x' }] },
        says: 'adress',
      },
      {
        what: 'a port in words',
        config: { web: { host: 'x', port: 'many' } },
        says: 'web.port must be a number',
      },
    ])
    .run(({ assert }, { config, says }) => {
      try {
        readConfig(config)
        assert.fail('it was accepted')
      } catch (error) {
        assert.instanceOf(error, InvalidInput)
        assert.include(String(error), says)
      }
    })

  test('main says ready in one JSON line and goes at SIGTERM', async ({ assert }) => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator '))
    const config = join(folder, 'config.json')
    const own = freshAddress()
    await writeFile(
      config,
      JSON.stringify({ web: { host: own, port: 20900 }, routers: [{ address: own, phones: 2 }] })
    )
    const main = new URL('../../simulator/main.ts', import.meta.url).pathname
    const child = spawn(
      process.execPath,
      ['--import', '@poppinss/ts-exec', main, '--config', config],
      { cwd: process.cwd() }
    )
    let ready: { ready: boolean; web: string } | undefined
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('{')) continue
      ready = JSON.parse(line)
      break
    }
    assert.deepInclude(ready, { ready: true, web: `http://${own}:20900` })
    const answer = await fetch(`${ready?.web}/api/routers`)
    const { routers } = Object(await answer.json())
    assert.deepInclude(routers[0], { identity: 'MikroTik', radius: [] })
    assert.lengthOf(routers[0].phones, 2)
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    assert.equal(code, 0)
    await rm(folder, { recursive: true })
  }).timeout(20_000)
})
