/**
 * Where a value is in a JSON text, such as `data.request_id` or `[0].status`: names joined by
 * dots, places in lists in brackets. Not more: what an operator enters must not be able to keep
 * us busy, so there are no wildcards, filters or expressions, here or in what is compared.
 */
export type JsonPath = readonly string[]

const PATH = /^(?:[\w-]+|\[\d{1,3}\])(?:\.[\w-]+|\[\d{1,3}\])*$/
const LONGEST_PATH = 200

/** @returns null when it is no path */
export function parseJsonPath(text: string): JsonPath | null {
  if (text.length > LONGEST_PATH || !PATH.test(text)) return null
  return text.match(/[\w-]+/g)
}

/** Undefined when there is nothing at this path. */
export function valueAt(path: JsonPath, json: unknown): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    return Object.entries(value).find(([name]) => name === step)?.[1]
  }, json)
}

export type Placed = readonly [path: JsonPath, value: string]

/** One JSON value with each of the values at its path; places 0, 1, … next to each other are a list. */
export function buildJson(placed: readonly Placed[]): unknown {
  const [only] = placed
  if (only && only[0].length === 0) return only[1]

  const below = new Map<string, Placed[]>()
  for (const [[step = '', ...rest], value] of placed) {
    below.set(step, [...(below.get(step) ?? []), [rest, value]])
  }
  const entries = [...below].map(([step, inner]) => [step, buildJson(inner)] as const)
  const places = entries.map(([step]) => step)
  const isList = entries.every((_, place) => places.includes(String(place)))
  return isList
    ? entries.toSorted(([one], [other]) => Number(one) - Number(other)).map(([, value]) => value)
    : Object.fromEntries(entries)
}

/** Whether one path ends where the other goes on, so that both cannot be in one JSON. */
export function collide(one: JsonPath, other: JsonPath): boolean {
  const shorter = Math.min(one.length, other.length)
  return one.slice(0, shorter).join('.') === other.slice(0, shorter).join('.')
}
