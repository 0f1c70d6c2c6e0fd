import { type RouterRow } from '#routers/api/command_channel'
import { type RouterSession } from '#routers/api/router_session'
import { type RouterKind } from './desired_walled_garden.js'
import {
  GARDEN_COMMENT,
  GARDEN_MENUS,
  LAYER7_LIST,
  type GardenMenu,
  type GardenRow,
  type PrintedRow,
} from './walled_garden_row.js'

/** Taken where a router names no resolver of its own. */
const DEFAULT_RESOLVER = '1.1.1.1'

/** What decides how a router is told. @throws RouterApiError */
export async function readRouterKind(session: RouterSession): Promise<RouterKind> {
  const [resource] = await session.print('/system/resource', {}, ['version'])
  const [dns] = await session.print('/ip/dns', {}, ['servers', 'dynamic-servers'])
  const servers = `${dns?.servers ?? ''},${dns?.['dynamic-servers'] ?? ''}`
  return {
    major: Number.parseInt(resource?.version ?? '7', 10),
    resolver: servers.split(',').find((server) => /^[\d.]+$/.test(server)) ?? DEFAULT_RESOLVER,
  }
}

/**
 * Our rows, and those made by hand that could do what is wanted or keep it out. Lists that
 * may be long (address lists, static DNS) are asked for by what concerns us alone. Rows the
 * router makes itself (the addresses a name resolved to) are left out.
 *
 * @throws RouterApiError
 */
export async function readWalledGarden(
  session: RouterSession,
  desired: readonly GardenRow[]
): Promise<PrintedRow[]> {
  const found: PrintedRow[] = []
  for (const menu of GARDEN_MENUS) {
    const rows: RouterRow[] = []
    for (const query of queriesOf(menu, desired)) rows.push(...(await session.print(menu, query)))
    found.push(...printed(menu, rows))
  }
  return found
}

type Query = Record<string, string>

function queriesOf(menu: GardenMenu, desired: readonly GardenRow[]): Query[] {
  const ours = { comment: GARDEN_COMMENT }
  switch (menu) {
    case '/ip/firewall/address-list':
      return [ours, ...wanted(menu, 'list', desired)]
    case '/ip/dns/static':
      return [ours, ...wanted(menu, 'name', desired)]
    case '/ip/firewall/filter':
      return [ours, { 'address-list': LAYER7_LIST }]
    default:
      return [{}]
  }
}

function wanted(menu: GardenMenu, property: string, desired: readonly GardenRow[]): Query[] {
  const values = desired
    .filter((row) => row.menu === menu)
    .map(({ properties }) => properties[property] ?? '')
  return [...new Set(values)].map((value) => ({ [property]: value }))
}

function printed(menu: GardenMenu, rows: readonly RouterRow[]): PrintedRow[] {
  const byId = new Map(
    rows
      .filter(({ dynamic }) => dynamic !== 'true')
      .map(({ '.id': id = '', ...properties }) => [id, { menu, id, properties }])
  )
  return [...byId.values()]
}
