import type { Simulation } from '../simulation.js'
import { Fields, InvalidInput } from './json.js'
import { loginView, passageView, phoneView, routerView } from './views.js'

type Handler = (simulation: Simulation, id: string, body: Fields) => Promise<unknown> | unknown

interface Route {
  readonly method: 'GET' | 'POST'
  readonly pattern: RegExp
  readonly handle: Handler
}

const route = (method: Route['method'], path: string, handle: Handler): Route => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+/, '([^/]+)')}$`),
  handle,
})

const view = (simulation: Simulation, id: string) => {
  const phone = simulation.phone(id)
  return phoneView(phone, simulation.router((phone.joined ?? phone.home).address).clock.now())
}

const ROUTES: readonly Route[] = [
  route('GET', '/api/routers', (simulation) => ({ routers: simulation.routers.map(routerView) })),
  route('GET', '/api/routers/:address', (simulation, id) => routerView(simulation.router(id))),
  route('GET', '/api/routers/:address/log', (simulation, id) => ({
    entries: simulation.router(id).log.entries(),
  })),
  route('POST', '/api/routers/:address/terminal', async (simulation, id, body) => {
    const lines = body.only(['lines']).raw('lines')
    const text = Array.isArray(lines) ? lines.join('\n') : lines
    if (typeof text !== 'string') throw new InvalidInput('lines must be a text or a list of texts')
    return { replies: await simulation.router(id).configure(text) }
  }),
  route('POST', '/api/routers/:address/phones', async (simulation, id, body) => {
    const mac = body.only(['mac', 'randomised']).text('mac', undefined)
    const phone = await simulation
      .router(id)
      .addPhone({ mac, randomised: body.flag('randomised', true) })
    return view(simulation, phone.id)
  }),
  route('POST', '/api/routers/:address/clock', async (simulation, id, body) => {
    const router = simulation.router(id)
    await router.clock.advance(body.only(['advanceSeconds']).number('advanceSeconds'))
    return routerView(router)
  }),
  route('POST', '/api/routers/:address/settle', async (simulation, id) => {
    await simulation.router(id).settled()
    return routerView(simulation.router(id))
  }),
  route('POST', '/api/routers/:address/reboot', async (simulation, id) => {
    const router = simulation.router(id)
    router.reboot()
    await router.settled()
    return routerView(router)
  }),
  route('POST', '/api/routers/:address/power', async (simulation, id, body) => {
    const router = simulation.router(id)
    const on = body.only(['on']).flag('on', undefined)
    if (on === undefined) throw new InvalidInput('on must be true or false')
    await (on ? router.powerOn() : router.powerOff())
    return routerView(router)
  }),
  route('POST', '/api/routers/:address/link', (simulation, id, body) => {
    const { link } = simulation.router(id)
    link.oneWayMs = body.only(['oneWayMs']).number('oneWayMs')
    return { oneWayMs: link.oneWayMs }
  }),
  route('POST', '/api/routers/:address/faults', (simulation, id, body) => {
    const { faults } = simulation.router(id)
    body.only(Object.keys(faults))
    faults.silent = body.flag('silent', faults.silent) ?? false
    faults.closeMidReply = body.flag('closeMidReply', faults.closeMidReply) ?? false
    faults.splitEveryByte = body.flag('splitEveryByte', faults.splitEveryByte) ?? false
    faults.delayMs = body.number('delayMs', faults.delayMs) ?? 0
    if (body.has('fatal'))
      faults.fatal = body.raw('fatal') === null ? undefined : body.text('fatal')
    return { ...faults, fatal: faults.fatal ?? null }
  }),
  route('GET', '/api/phones/:id', (simulation, id) => view(simulation, id)),
  route('POST', '/api/phones/:id/join', async (simulation, id, body) => {
    const router = body.only(['router', 'probe']).text('router', undefined)
    const phone = simulation.phone(id)
    const target = router === undefined ? phone.home : simulation.router(router)
    await phone.join(target, { probe: body.flag('probe', true) ?? true })
    return view(simulation, id)
  }),
  route('POST', '/api/phones/:id/browse', (simulation, id, body) =>
    simulation.phone(id).browse(body.only(['url']).text('url', undefined))
  ),
  route('POST', '/api/phones/:id/login', async (simulation, id, body) => {
    const phone = simulation.phone(id)
    body.only(['linkLoginOnly', 'username', 'password', 'dst'])
    const result = await phone.submitLogin({
      linkLoginOnly: body.text('linkLoginOnly', `http://${phone.gateway.origin}/login`) ?? '',
      username: body.text('username'),
      password: body.text('password'),
      dst: body.text('dst', undefined),
    })
    return loginView(result)
  }),
  route('POST', '/api/phones/:id/transfer', async (simulation, id, body) => {
    body.only(['down', 'up'])
    return passageView(
      await simulation.phone(id).transfer({ down: body.octets('down'), up: body.octets('up') })
    )
  }),
  route('POST', '/api/phones/:id/leave', (simulation, id) => {
    simulation.phone(id).leave()
    return view(simulation, id)
  }),
  route('POST', '/api/phones/:id/sleep', (simulation, id) => {
    simulation.phone(id).sleep()
    return view(simulation, id)
  }),
  route('POST', '/api/phones/:id/wake', (simulation, id) => {
    simulation.phone(id).wake()
    return view(simulation, id)
  }),
  route('POST', '/api/phones/:id/mac', (simulation, id, body) => {
    simulation.phone(id).newMac(body.only(['mac']).text('mac', undefined))
    return view(simulation, id)
  }),
]

/** What a driver in another process asked for, or undefined when no such call exists. */
export async function callControlApi(
  simulation: Simulation,
  method: string,
  path: string,
  body: unknown
): Promise<unknown | undefined> {
  for (const one of ROUTES) {
    const found = one.pattern.exec(path)
    if (found === null || one.method !== method) continue
    return one.handle(
      simulation,
      decodeURIComponent(found[1] ?? ''),
      new Fields(body ?? {}, 'body')
    )
  }
  return undefined
}
