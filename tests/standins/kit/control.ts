import type { CallLog } from './calls.js'
import type { Clock } from './clock.js'
import { parseFault, type Fault, type FaultInput, type FaultQueue } from './faults.js'
import { ControlError, optionalNumber, type JsonRecord } from './guards.js'
import { json } from './reply.js'
import type { StandInRequest } from './request.js'
import type { Routes } from './routes.js'

/** What a test may do to any stand-in, in process or over `/__control/…`. */
export class StandInControl {
  constructor(
    readonly clock: Clock,
    private readonly log: CallLog,
    private readonly queue: FaultQueue
  ) {}

  /** Calls by path; with a path, the number of calls whose path ends with it. */
  calls(): Record<string, number>
  calls(path: string): number
  calls(path?: string): number | Record<string, number> {
    return path === undefined ? this.log.all() : this.log.count(path)
  }

  resetCalls(): void {
    this.log.clear()
  }

  /** @throws ControlError for a mode the stand-in does not know. */
  force(fault: FaultInput): Fault {
    return this.queue.force(fault)
  }

  faults(): Fault[] {
    return this.queue.list()
  }

  clearFaults(): void {
    this.queue.clear()
  }

  /** Lets seconds pass for the stand-in alone. */
  advance(seconds: number): void {
    this.clock.advance(seconds)
  }
}

/** @throws ControlError when the body is not a JSON object. */
export function controlBody(request: StandInRequest): JsonRecord {
  const body = request.body === '' ? {} : request.jsonObject()
  if (!body) throw new ControlError('The body must be a JSON object')
  return body
}

/** The part of the control API that all stand-ins share. */
export function addControlRoutes(routes: Routes, control: StandInControl): void {
  routes
    .add('GET', '/__control/calls', (request) => {
      const path = request.query.get('path')
      return json(path === null ? control.calls() : { path, calls: control.calls(path) })
    })
    .add('DELETE', '/__control/calls', () => {
      control.resetCalls()
      return json({})
    })
    .add('GET', '/__control/faults', () => json({ faults: control.faults() }))
    .add('POST', '/__control/faults', (request) =>
      json(control.force(parseFault(controlBody(request))), 201)
    )
    .add('DELETE', '/__control/faults', () => {
      control.clearFaults()
      return json({})
    })
    .add('GET', '/__control/clock', () => json({ now: time(control) }))
    .add('POST', '/__control/clock', (request) => {
      const seconds = optionalNumber(controlBody(request), 'advanceSeconds')
      if (seconds === undefined) throw new ControlError('"advanceSeconds" is missing')
      control.advance(seconds)
      return json({ now: time(control) })
    })
}

function time(control: StandInControl): string {
  return new Date(control.clock.now()).toISOString()
}
