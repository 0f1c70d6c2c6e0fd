import { pathEndsWith } from './calls.js'
import {
  ControlError,
  isRecord,
  optionalNumber,
  optionalText,
  requireText,
  type JsonRecord,
} from './guards.js'
import { found, html, text, type Reply } from './reply.js'

/** What to do wrong with the next `times` answers of a path. */
export interface Fault {
  path: string
  mode: string
  times: number
  /** Used by `slow` and `slow-body`; milliseconds. */
  delayMs: number
  /** Mode-specific: the amount to lie about, the code to answer with, the JSON to `rewrite` by, … */
  value?: string
}

/** Modes every stand-in has. `…-after-capture`: the work is done, the caller never hears of it. */
const GENERIC_MODES = [
  'timeout',
  'drop',
  '500',
  'html',
  'empty',
  'slow',
  'garbage',
  'cut',
  'slow-body',
  'redirect',
  'drop-after-capture',
  'timeout-after-capture',
  'rewrite',
]

/** A provider's own ways to be wrong: instead of its answer, or by changing it. */
export interface ProviderFaults {
  instead?: Record<string, (fault: Fault) => Reply>
  alter?: Record<string, (reply: Reply, fault: Fault) => Reply>
}

export type FaultInput = Pick<Fault, 'path' | 'mode'> & Partial<Fault>

/** The faults that wait for their call, first come first served per path. */
export class FaultQueue {
  #waiting: Fault[] = []

  constructor(readonly provider: ProviderFaults = {}) {}

  get modes(): string[] {
    const { instead = {}, alter = {} } = this.provider
    return [...GENERIC_MODES, ...Object.keys(instead), ...Object.keys(alter)]
  }

  /** @throws ControlError for a mode this stand-in does not know. */
  force(input: FaultInput): Fault {
    if (!this.modes.includes(input.mode)) {
      throw new ControlError(`"mode" must be one of ${this.modes.join(', ')}`)
    }
    const fault = { times: 1, delayMs: 3000, ...input }
    if (!Number.isInteger(fault.times) || fault.times < 1) {
      throw new ControlError('"times" must be a whole number above 0')
    }
    this.#waiting.push(fault)
    return fault
  }

  /** The fault this call must suffer, used up by one. */
  take(path: string): Fault | undefined {
    const fault = this.#waiting.find((candidate) => pathEndsWith(path, candidate.path))
    if (!fault) return undefined
    fault.times -= 1
    if (fault.times === 0) this.#waiting = this.#waiting.filter((other) => other !== fault)
    return fault
  }

  list(): Fault[] {
    return this.#waiting.map((fault) => ({ ...fault }))
  }

  clear(): void {
    this.#waiting = []
  }
}

/** @throws ControlError when the order is not understood. */
export function parseFault(body: JsonRecord): FaultInput {
  const fault: FaultInput = {
    path: requireText(body, 'path'),
    mode: requireText(body, 'mode'),
  }
  const times = optionalNumber(body, 'times')
  const delayMs = optionalNumber(body, 'delayMs')
  const value = optionalText(body, 'value')
  return {
    ...fault,
    ...(times === undefined ? {} : { times }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(value === undefined ? {} : { value }),
  }
}

/** Answers given without asking the provider at all. */
export function cannedReply({ mode, value }: Fault): Reply | undefined {
  if (mode === '500') return text('Internal Server Error', 500)
  if (mode === 'empty') return text('')
  if (mode === 'redirect') return found(value ?? 'http://127.0.0.1:9/elsewhere')
  if (mode === 'html') {
    return html('<!doctype html><title>Error</title><h1>502 Bad Gateway</h1><hr>nginx')
  }
  return undefined
}

/** An answer of which a field, wherever it stands, says something else. */
export function rewritten(reply: Reply, changes: JsonRecord): Reply {
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change)
    if (!isRecord(value)) return value
    const known = Object.entries(changes).filter(([field]) => field in value)
    const inner = Object.entries(value).map(([field, part]) =>
      Array.isArray(part) ? [field, part.map(change)] : [field, part]
    )
    return { ...Object.fromEntries(inner), ...Object.fromEntries(known) }
  }
  const body: unknown = JSON.parse(reply.body)
  return { ...reply, body: JSON.stringify(change(body)) }
}

/** @throws ControlError when the `value` of a `rewrite` is no JSON object. */
export function changesOf({ value = '' }: Fault): JsonRecord {
  const changes: unknown = JSON.parse(value)
  if (!isRecord(changes)) throw new ControlError('"value" must be a JSON object')
  return changes
}
