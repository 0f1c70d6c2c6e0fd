import { json } from '../kit/reply.js'
import { startStandIn, type RunningStandIn, type StandInOptions } from '../kit/start.js'
import type { OauthClient } from './clients.js'
import { addOauthControlRoutes, OauthControl } from './control.js'
import { oauthFaults } from './faults.js'
import { addGithubRoutes } from './github_routes.js'
import { addGoogleRoutes } from './google_routes.js'
import type { NewPerson } from './people.js'
import { OauthWorld } from './world.js'

export interface OauthOptions extends StandInOptions {
  clients?: OauthClient[]
  people?: NewPerson[]
  /** Whether requests must come with PKCE; true unless told otherwise. */
  requirePkce?: boolean
}

/** `/google/…` and `/github/…` are below its base URL. */
export type RunningOauth = RunningStandIn<OauthControl>

/** Starts a Google and a GitHub that know how to sign people in, and no more. */
export function startOauth(options: OauthOptions = {}): Promise<RunningOauth> {
  return startStandIn(options, {
    faults: oauthFaults,
    notFound: () => json({ message: 'Not Found', error: 'not_found' }, 404),
    open({ clock, calls, faults, routes, asideRoutes }) {
      const world = new OauthWorld(clock, { requirePkce: options.requirePkce ?? true })
      for (const client of options.clients ?? []) world.clients.add(client)
      for (const person of options.people ?? []) world.people.add(person)
      const control = new OauthControl(world, calls, faults)
      addGoogleRoutes(routes, world)
      addGithubRoutes(routes, world)
      addOauthControlRoutes(asideRoutes, control)
      return { control }
    },
  })
}
