import { StandInControl } from '../kit/control.js'
import { html } from '../kit/reply.js'
import { startSmsStandIn, type RunningSms, type SmsStandInOptions } from '../sms/start.js'
import { SHAPES, type Told } from './shapes.js'

export interface GenericHttpOptions extends SmsStandInOptions {
  key: string
  shape: keyof typeof SHAPES
}

/** What a test may do to a gateway of no name. */
export class GenericHttpControl extends StandInControl {
  /** What it took, the oldest first. */
  readonly messages: Told[] = []
}

/** Starts a small strict gateway of one of the shapes; it sends at `/send`. */
export function startGenericHttp(
  options: GenericHttpOptions
): Promise<RunningSms<GenericHttpControl>> {
  const { shape, key } = options
  const { method, read, accepted, refused, balance } = SHAPES[shape]
  return startSmsStandIn(options, {
    path: '/send',
    faults: {},
    notFound: () => html('<!doctype html><title>Not Found</title><h1>404</h1>', 404),
    open({ clock, calls, faults, inbox, routes }) {
      const control = new GenericHttpControl(clock, calls, faults)
      routes
        .add(method, '/send', (request) => {
          const told = read(request, key)
          if (typeof told === 'string') return refused(told)
          inbox.receive(told.number, told.sender, told.text)
          return accepted(control.messages.push(told))
        })
        .add(method, '/balance', (request) => balance(request, key))
      return control
    },
  })
}
