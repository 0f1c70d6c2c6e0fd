import { CallLog } from '../kit/calls.js'
import { MovableClock, type Clock } from '../kit/clock.js'
import { FaultQueue } from '../kit/faults.js'
import { json } from '../kit/reply.js'
import { Routes } from '../kit/routes.js'
import { listen } from '../kit/server.js'
import type { OauthClient } from './clients.js'
import { addOauthControlRoutes, OauthControl } from './control.js'
import { oauthFaults } from './faults.js'
import { addGithubRoutes } from './github_routes.js'
import { addGoogleRoutes } from './google_routes.js'
import type { NewPerson } from './people.js'
import { OauthWorld } from './world.js'

export interface OauthOptions {
  host?: string
  /** 0, the default, lets the system choose. */
  port?: number
  clients?: OauthClient[]
  people?: NewPerson[]
  /** Whether requests must come with PKCE; true unless told otherwise. */
  requirePkce?: boolean
  clock?: Clock
}

export interface RunningOauth {
  /** What `OAUTH_BASE_URL` is set to: `/google/…` and `/github/…` are below it. */
  baseUrl: string
  origin: string
  control: OauthControl
  stop(): Promise<void>
}

/** Starts a Google and a GitHub that know how to sign people in, and no more. */
export async function startOauth(options: OauthOptions = {}): Promise<RunningOauth> {
  const clock = options.clock ?? new MovableClock()
  const world = new OauthWorld(clock, { requirePkce: options.requirePkce ?? true })
  for (const client of options.clients ?? []) world.clients.add(client)
  for (const person of options.people ?? []) world.people.add(person)

  const calls = new CallLog()
  const faults = new FaultQueue(oauthFaults)
  const control = new OauthControl(world, calls, faults)
  const routes = new Routes()
  const asideRoutes = new Routes()
  addGoogleRoutes(routes, world)
  addGithubRoutes(routes, world)
  addOauthControlRoutes(asideRoutes, control)

  const server = await listen({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    routes,
    asideRoutes,
    calls,
    faults,
    notFound: () => json({ message: 'Not Found', error: 'not_found' }, 404),
  })
  return { baseUrl: server.origin, origin: server.origin, control, stop: server.stop }
}
