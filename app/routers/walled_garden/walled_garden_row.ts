/** On every row of ours, in every menu: `[find comment=hotspot_walled_garden]`. */
export const GARDEN_COMMENT = 'hotspot_walled_garden'

/** The list that the description's Layer7 way fills. */
export const LAYER7_LIST = 'payment_gateways'

export const GARDEN_MENUS = [
  '/ip/firewall/address-list',
  '/ip/dns/static',
  '/ip/hotspot/walled-garden/ip',
  '/ip/hotspot/walled-garden',
  '/ip/firewall/layer7-protocol',
  '/ip/firewall/filter',
] as const

export type GardenMenu = (typeof GARDEN_MENUS)[number]

/** A row as it is wanted, without its comment, which all share. */
export interface GardenRow {
  menu: GardenMenu
  properties: Readonly<Record<string, string>>
}

/** A row as the router prints it. */
export interface PrintedRow {
  menu: GardenMenu
  id: string
  properties: Readonly<Record<string, string>>
}

/** Ours by the comment; what the router made itself is nobody's. */
export function isOurs({ properties }: PrintedRow): boolean {
  return properties.comment === GARDEN_COMMENT
}

/** Whether a row that stands on the router does what is wanted. */
export function fulfils(row: PrintedRow, wanted: GardenRow): boolean {
  return (
    row.menu === wanted.menu &&
    row.properties.disabled !== 'true' &&
    Object.entries(wanted.properties).every(
      ([name, value]) => plain(row.properties[name]) === plain(value)
    ) &&
    NARROWING.every((name) => name in wanted.properties || !row.properties[name])
  )
}

/** Properties that would make a row match less than the one that is wanted. */
const NARROWING = [
  'server',
  'src-address',
  'src-address-list',
  'dst-address',
  'dst-host',
  'dst-port',
  'protocol',
  'method',
  'path',
]

/** What no two rows of a menu may share: the router refuses the second, or one hides the other. */
export function uniqueKey({ menu, properties }: GardenRow | PrintedRow): string | null {
  switch (menu) {
    case '/ip/firewall/address-list':
      return `${menu} ${properties.list} ${properties.address}`
    case '/ip/dns/static':
      return `${menu} ${properties.type ?? 'A'} ${properties.name}`
    case '/ip/firewall/layer7-protocol':
      return `${menu} ${properties.name}`
    default:
      return null
  }
}

/** Rows of the description's way, which are cleared and made anew together. */
export function isLayer7({ menu, properties }: GardenRow | PrintedRow): boolean {
  return (
    menu === '/ip/firewall/layer7-protocol' ||
    menu === '/ip/firewall/filter' ||
    properties['dst-address-list'] === LAYER7_LIST
  )
}

/** The API prints `true` for what is set as `yes`. */
function plain(value: string | undefined): string | undefined {
  if (value === 'yes') return 'true'
  return value === 'no' ? 'false' : value
}
