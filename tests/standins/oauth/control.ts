import type { CallLog } from '../kit/calls.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError } from '../kit/guards.js'
import { json } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { parseClient, type OauthClient } from './clients.js'
import { parsePerson, parsePersonChanges, type NewPerson, type Person } from './people.js'
import type { OauthWorld } from './world.js'

/** What a test may do to Google and GitHub. */
export class OauthControl extends StandInControl {
  constructor(
    private readonly world: OauthWorld,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(world.clock, calls, faults)
  }

  addClient(client: OauthClient): void {
    this.world.clients.add(client)
  }

  /** Somebody with an account at both; verified unless told otherwise. */
  addPerson(person: NewPerson): Person {
    return this.world.people.add(person)
  }

  /** @throws ControlError when there is no such person. */
  changePerson(id: number, changes: Partial<NewPerson>): Person {
    return this.world.people.change(id, changes)
  }

  people(): Person[] {
    return this.world.people.all()
  }

  /** The person takes back what they allowed: their tokens end. @throws ControlError */
  revoke(id: number): void {
    const person = this.world.people.find(id)
    if (!person) throw new ControlError(`There is no person ${id}`)
    this.world.grants.revokeAll(person)
  }
}

export function addOauthControlRoutes(routes: Routes, control: OauthControl): void {
  addControlRoutes(routes, control)
  routes
    .add('POST', '/__control/clients', (request) => {
      control.addClient(parseClient(controlBody(request)))
      return json({}, 201)
    })
    .add('GET', '/__control/people', () => json({ people: control.people() }))
    .add('POST', '/__control/people', (request) =>
      json(control.addPerson(parsePerson(controlBody(request))), 201)
    )
    .add('PATCH', '/__control/people/:id', (request) =>
      json(control.changePerson(idOf(request), parsePersonChanges(controlBody(request))))
    )
    .add('DELETE', '/__control/people/:id/tokens', (request) => {
      control.revoke(idOf(request))
      return json({})
    })
}

function idOf({ params }: StandInRequest): number {
  return Number(params.id)
}
