import { Refusal } from '../stripe/refusals.js'
import type { Params } from '../stripe/params.js'

const MOST = 100
const USUAL = 10

/** A page of a list (docs.stripe.com/api/pagination). @throws Refusal */
export function pageOf<Thing extends { id: string }>(
  things: readonly Thing[],
  params: Params,
  url: string,
  view: (thing: Thing) => unknown
) {
  const limit = params.integer('limit') ?? USUAL
  if (limit < 1 || limit > MOST) {
    throw new Refusal(`Invalid integer: limit is 1 to ${MOST}`, { param: 'limit' })
  }
  const after = params.text('starting_after')
  const before = params.text('ending_before')
  if (after !== undefined && before !== undefined) {
    throw new Refusal('Only one of ending_before and starting_after can be used')
  }
  if (before !== undefined) {
    const end = placeOf(things, before, 'ending_before')
    const start = Math.max(0, end - limit)
    return list(url, things.slice(start, end).map(view), start > 0)
  }
  const start = after === undefined ? 0 : placeOf(things, after, 'starting_after') + 1
  const end = start + limit
  return list(url, things.slice(start, end).map(view), end < things.length)
}

export function list(url: string, data: unknown[], more = false) {
  return { object: 'list', data, has_more: more, url }
}

function placeOf(things: readonly { id: string }[], id: string, param: string): number {
  const place = things.findIndex((thing) => thing.id === id)
  if (place >= 0) return place
  throw new Refusal(`No such object: '${id}'`, { param, code: 'resource_missing' })
}
