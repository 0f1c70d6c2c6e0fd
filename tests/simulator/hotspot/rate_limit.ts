/** A Mikrotik-Rate-Limit that the router cannot read. */
export class InvalidRateLimit extends Error {
  constructor(text: string) {
    super(`invalid rate-limit ${JSON.stringify(text)}`)
    this.name = 'InvalidRateLimit'
  }
}

/** One direction, in bits per second and seconds. 0 is unlimited. */
export interface DirectionLimit {
  readonly rate: number
  readonly burst: number
  readonly threshold: number
  readonly burstSeconds: number
  readonly minimum: number
}

/** rx is what the router receives: the client's upload. tx is the client's download. */
export interface RateLimit {
  readonly rx: DirectionLimit
  readonly tx: DirectionLimit
  readonly priority: number
}

const SUFFIX: Record<string, number> = {
  '': 1,
  'k': 1e3,
  'K': 1e3,
  'm': 1e6,
  'M': 1e6,
  'g': 1e9,
  'G': 1e9,
}

function readRate(text: string, whole: string): number {
  const [, digits, suffix] = /^(\d+)([kKmMgG]?)$/.exec(text) ?? []
  const factor = SUFFIX[suffix ?? '']
  if (digits === undefined || factor === undefined) throw new InvalidRateLimit(whole)
  return Number(digits) * factor
}

function readSeconds(text: string, whole: string): number {
  if (!/^\d+s?$/.test(text)) throw new InvalidRateLimit(whole)
  return Number.parseInt(text, 10)
}

type Reader = (text: string, whole: string) => number

/** `a/b`, or one value for both directions; the fallback when the field is absent. */
function pair(
  field: string | undefined,
  whole: string,
  read: Reader,
  fallback: [number, number]
): [number, number] {
  if (field === undefined) return fallback
  const [rx, tx, extra] = field.split('/')
  if (rx === undefined || extra !== undefined) throw new InvalidRateLimit(whole)
  const first = read(rx, whole)
  return [first, tx === undefined ? first : read(tx, whole)]
}

/**
 * Reads `rx[/tx] [burst [threshold [time [priority [minimum]]]]]`. A burst
 * without threshold has the rate as threshold; without time, one second;
 * priority is 1 to 8; the minimum is at most the rate. Throws InvalidRateLimit.
 */
export function parseRateLimit(text: string): RateLimit {
  const fields = text.trim().split(/\s+/)
  if (fields.length > 6) throw new InvalidRateLimit(text)
  const rate = pair(fields[0], text, readRate, [0, 0])
  const burst = pair(fields[1], text, readRate, [0, 0])
  const threshold = pair(fields[2], text, readRate, fields[1] === undefined ? [0, 0] : rate)
  const time = pair(fields[3], text, readSeconds, fields[1] === undefined ? [0, 0] : [1, 1])
  const priority = fields[4] === undefined ? 8 : Number(fields[4])
  const minimum = pair(fields[5], text, readRate, [0, 0])
  if (!Number.isInteger(priority) || priority < 1 || priority > 8) throw new InvalidRateLimit(text)
  if (minimum[0] > rate[0] || minimum[1] > rate[1]) throw new InvalidRateLimit(text)
  const direction = (index: 0 | 1): DirectionLimit => ({
    rate: rate[index],
    burst: burst[index],
    threshold: threshold[index],
    burstSeconds: time[index],
    minimum: minimum[index],
  })
  return { rx: direction(0), tx: direction(1), priority }
}
