export type StepState = 'done' | 'warned' | 'failed'

export interface JoinStep {
  key: string
  state: StepState
  /** Why, in a word of ours: overlap, missing, device_mode … */
  reason: string | null
}

/** What a router told of itself and of its joining. All of it is the router's word. */
export interface JoinFacts {
  version: string | null
  board: string | null
  serial: string | null
  /** What it was called before. */
  called: string | null
  /** What its login link begins with: hotspot-address or dns-name. */
  link: string | null
  date: string | null
  time: string | null
  /** From UTC: +06:00, or seconds. */
  offset: string | null
}

export interface JoinReport {
  /** Which line it came by; null when we asked over the API. */
  joining: number | null
  /** ISO 8601, UTC. */
  at: string
  /** Address the report came from. */
  from: string | null
  finished: boolean
  facts: JoinFacts
  steps: JoinStep[]
}

const LONGEST_REPORT = 8192
const MOST_LINES = 100
const LONGEST_VALUE = 120

const STEP = /^([a-z][a-z0-9_]{0,23})=(done|warned|failed)(?::([a-z_]{1,24}))?$/
const FACT = /^(version|board|serial|called|link|date|time|offset)=(.*)$/

/**
 * Reads what a script posted: lines of key=value. It comes from outside, so what
 * is not of that form is left out and what is too long is cut. The first word on a
 * step counts: a step that says it failed and why may be closed with a plain "done".
 */
export function readReport(body: string): Pick<JoinReport, 'facts' | 'steps' | 'finished'> {
  const facts: JoinFacts = {
    version: null,
    board: null,
    serial: null,
    called: null,
    link: null,
    date: null,
    time: null,
    offset: null,
  }
  const steps = new Map<string, JoinStep>()
  const lines = body.slice(0, LONGEST_REPORT).split(/\r?\n/).slice(0, MOST_LINES)

  for (const line of lines) {
    const [, key = '', state, reason = null] = STEP.exec(line) ?? []
    const [, fact, value = ''] = FACT.exec(line) ?? []
    if (isState(state) && !steps.has(key)) steps.set(key, { key, state, reason })
    if (isFact(fact, facts)) facts[fact] = plainText(value)
  }
  return { facts, steps: [...steps.values()], finished: lines.includes('finished=yes') }
}

function isState(text: string | undefined): text is StepState {
  return text === 'done' || text === 'warned' || text === 'failed'
}

function isFact(text: string | undefined, facts: JoinFacts): text is keyof JoinFacts {
  return text !== undefined && text in facts
}

function plainText(value: string): string | null {
  return value.replace(/\p{C}/gu, '').trim().slice(0, LONGEST_VALUE) || null
}
