import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { TAGGED, type ScriptSection } from '#routers/provisioning/script_section'
import { desiredWalledGarden } from '#routers/walled_garden/desired_walled_garden'
import { GARDEN_COMMENT, type GardenRow } from '#routers/walled_garden/walled_garden_row'

/** The script of before put rows of its own here, open on every port. */
const BEFORE = ['/ip hotspot walled-garden', '/ip hotspot walled-garden ip'].map(
  (menu) => `${menu} remove [${menu} find ${TAGGED}]`
)

/**
 * Phones that have not paid must reach the portal itself. The rows are those that
 * "Push to router" makes for it, under the same comment, so that a push finds them
 * and makes no second ones.
 */
export function walledGardenSection({ portalHosts, major }: JoiningFacts): ScriptSection {
  const wish = { gateways: [], hosts: portalHosts, layer7: false }
  /** Only wildcards are asked for at a resolver, and our own hosts are none. */
  const rows = desiredWalledGarden(wish, { major, resolver: '' })
  return {
    key: 'garden',
    title: 'The way to the portal for phones that have not paid',
    lines: [...rows.map(present), ...BEFORE],
  }
}

function present({ menu, properties }: GardenRow): string {
  const path = `/${menu.slice(1).replaceAll('/', ' ')}`
  const row = Object.entries({ ...properties, comment: GARDEN_COMMENT })
    .map(([name, value]) => `${name}=${/^[a-z0-9]+$/.test(value) ? value : quoted(value)}`)
    .join(' ')
  return `:if ([:len [${path} find ${row}]] = 0) do={ ${path} add ${row} }`
}
