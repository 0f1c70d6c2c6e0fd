import { isIP } from 'node:net'
import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'

/** Where RADIUS, CoA and API requests come from. RouterOS wants an address, so a name is asked for there. */
export function platformAddress({ radius }: JoiningFacts): string {
  return isIP(radius.host) ? radius.host : `[:resolve ${quoted(radius.host)}]`
}

/** The same as a network of one address; an expression to be put in parentheses. */
export function platformPrefix({ radius }: JoiningFacts): string {
  return isIP(radius.host)
    ? `"${radius.host}/32"`
    : `([:tostr [:resolve ${quoted(radius.host)}]] . "/32")`
}
