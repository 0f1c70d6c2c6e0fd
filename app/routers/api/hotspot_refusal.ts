import { type RouterTrap } from './router_api_errors.js'

export type HotspotRefusal =
  'host_unknown' | 'already_active' | 'radius_silent' | 'busy' | 'rejected' | 'misconfigured'

/**
 * The words RouterOS uses, as in its hotspot's errors.txt and as seen from
 * /ip/hotspot/active/login. Order matters: the first match counts.
 */
const WORDS: [RegExp, HotspotRefusal][] = [
  [/unknown host ip|wrong mac provided/i, 'host_unknown'],
  [/already (logged in|active)/i, 'already_active'],
  [/radius server is not responding|radius timeout/i, 'radius_silent'],
  [/already authorizing|no more sessions|session limit reached|no more free addresses/i, 'busy'],
  [/shutting down/i, 'busy'],
  [/not enough permissions|no such command|unknown parameter|invalid value/i, 'misconfigured'],
  [/internal error|configuration error/i, 'misconfigured'],
]

/** Trap categories that speak of the command itself: missing command, argument, API. */
const ABOUT_THE_COMMAND = new Set([0, 1, 5])

/**
 * What a refused hotspot login means. A Reply-Message of RADIUS takes the place of
 * RouterOS's own words, so whatever is not known to be something else is a rejection.
 */
export function classifyRefusal({ text, category }: RouterTrap): HotspotRefusal {
  const known = WORDS.find(([words]) => words.test(text))
  if (known) return known[1]
  const aboutTheCommand = category !== undefined && ABOUT_THE_COMMAND.has(category)
  return aboutTheCommand ? 'misconfigured' : 'rejected'
}
