import { TUNNEL_REMOVAL } from '#routers/tunnels/tunnel_section'
import { GARDEN_COMMENT, GARDEN_MENUS, LAYER7_LIST } from '#routers/walled_garden/walled_garden_row'
import { STANDS_FOR, TAG, TAGGED, WAS_CALLED, WAS_IN } from '#routers/provisioning/script_section'

/** Comment of what "Push to router" made; it goes, too. */
const PUSHED = `comment="${GARDEN_COMMENT}"`

/** Here our Layer7 rules write addresses down, for ever and without a comment. */
const LISTS = '/ip firewall address-list'

const NAMED = `name="${TAG}"`

/** From the top down: nothing is taken away that something else still stands on. */
const STEPS: readonly (readonly string[])[] = [
  [`/ip hotspot remove [/ip hotspot find ${NAMED}]`],
  [
    `:foreach porticoOne in=[/ip hotspot find profile~"^${STANDS_FOR}"] do={`,
    `  :local porticoProfile [/ip hotspot get $porticoOne profile]`,
    `  /ip hotspot set $porticoOne profile=[:pick $porticoProfile ${STANDS_FOR.length} [:len $porticoProfile]]`,
    `}`,
  ],
  [`/ip hotspot profile remove [/ip hotspot profile find name~"^${STANDS_FOR}"]`],
  [`/ip hotspot profile remove [/ip hotspot profile find ${NAMED}]`],
  ...['/ip hotspot walled-garden', '/ip hotspot walled-garden ip', '/ip firewall filter'].map(
    (menu) => [`${menu} remove [${menu} find ${TAGGED}]`]
  ),
  ...GARDEN_MENUS.toReversed()
    .map((menu) => `/${menu.slice(1).replaceAll('/', ' ')}`)
    .map((menu) => [`${menu} remove [${menu} find ${PUSHED}]`]),
  [
    `:foreach porticoOne in=[${LISTS} find list="${LAYER7_LIST}"] do={`,
    `  :if ([:len [${LISTS} get $porticoOne comment]] = 0) do={ ${LISTS} remove $porticoOne }`,
    `}`,
  ],
  ...['/ip dhcp-server', '/ip pool'].map((menu) => [`${menu} remove [${menu} find ${NAMED}]`]),
  ...['/ip dhcp-server network', '/ip firewall nat', '/ip address'].map((menu) => [
    `${menu} remove [${menu} find ${TAGGED}]`,
  ]),
  [`/ip dhcp-server option remove [/ip dhcp-server option find name="portico-captive"]`],
  [
    `:foreach porticoOne in=[/interface bridge port find comment~"^${WAS_IN}"] do={`,
    `  :local porticoWas [/interface bridge port get $porticoOne comment]`,
    `  :local porticoAt [:find $porticoWas "${WAS_CALLED}"]`,
    `  :local porticoIn [:pick $porticoWas ${WAS_IN.length} $porticoAt]`,
    `  :local porticoText [:pick $porticoWas ($porticoAt + ${WAS_CALLED.length}) [:len $porticoWas]]`,
    `  /interface bridge port set $porticoOne bridge=$porticoIn comment=$porticoText`,
    `}`,
  ],
  [`/interface bridge port remove [/interface bridge port find ${TAGGED}]`],
  [`/interface bridge remove [/interface bridge find ${NAMED} ${TAGGED}]`],
  [`/radius remove [/radius find ${TAGGED}]`],
  ...TUNNEL_REMOVAL.map((line) => [line]),
  [`/ip service set [/ip service find certificate="${TAG}"] certificate=none`],
  [`/certificate remove [/certificate find ${NAMED}]`],
  [`/user remove [/user find ${TAGGED}]`],
  [`/user group remove [/user group find ${NAMED}]`],
  ...[TAG, `flash/${TAG}`].flatMap((folder) => [
    [`/file remove [/file find name~"^${folder}/"]`],
    [`/file remove [/file find name="${folder}"]`],
  ]),
]

/**
 * Takes away what the joining script made and only that, gives ports and the
 * hotspot their old bridge and profile back, and serves both RouterOS versions.
 * What has no tag and nobody remembers stays: identity, clock, the CoA listener
 * and who may reach the API.
 */
export function removalScript(): string {
  return [
    `# Takes Portico off this router. What you made yourself stays.`,
    ...STEPS.map(
      (lines) => `:do {\n${lines.map((line) => `  ${line}`).join('\n')}\n} on-error={ }`
    ),
    ``,
  ].join('\n')
}
