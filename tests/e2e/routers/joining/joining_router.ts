import RouterCommand from '#routers/commands/router_command'
import type Router from '#routers/router'
import { GARDEN_MENUS, type GardenMenu } from '#routers/walled_garden/walled_garden_row'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { text } from '#tests/support/forms'
import { anyMobile } from '#tests/support/guest'
import type { Isp } from '#tests/support/isp'
import { registerRouter } from '#tests/support/isp'
import type { Visitor } from '#tests/support/operator'
import { PageVisitor } from '#tests/support/page_visitor'
import { VirtualRouter, type VirtualRouterOptions } from '#tests/simulator/virtual_router'

const LIST = '/dashboard/routers'

/** Menus a joining may change, as their own `print` shows them. */
const MENUS = [
  '/system identity',
  '/radius',
  '/radius incoming',
  '/user group',
  '/user',
  '/ip service',
  '/ip firewall filter',
  '/ip firewall nat',
  '/interface bridge',
  '/interface bridge port',
  '/ip address',
  '/ip pool',
  '/ip dhcp-server',
  '/ip dhcp-server network',
  '/ip hotspot profile',
  '/ip hotspot',
  '/ip hotspot walled-garden',
  '/ip hotspot walled-garden ip',
  '/ip firewall address-list',
  '/ip firewall layer7-protocol',
  '/ip dns static',
  '/file',
]

/** A router that is registered and not set up at all. */
export async function strangeRouter(isp: Isp, options: Partial<VirtualRouterOptions> = {}) {
  const router = await registerRouter(isp)
  const virtual = await VirtualRouter.start({
    address: router.address,
    identity: 'MikroTik',
    ...options,
  })
  return { router, virtual }
}

/** What the operator copies from the page after choosing. */
export async function chosen(operator: Visitor, router: Router, choices: Record<string, string>) {
  const path = `${LIST}/${router.id}`
  const { body } = await operator.submit(path, choices, `${path}/joining`)
  const script = (id: string) =>
    new RegExp(`id="${id}"[\\s\\S]*?<pre[^>]*>([\\s\\S]*?)</pre>`).exec(body)?.[1] ?? ''
  return {
    line: decoded(script('joining-line')),
    text7: decoded(script('joining-text-7')),
    text6: decoded(script('joining-text-6')),
    removal: decoded(script('joining-removal')),
  }
}

/** The text of an element, its line breaks kept. */
function decoded(html: string): string {
  return html
    .split('\n')
    .map((line) => /^ */.exec(line)?.[0] + text(line))
    .join('\n')
}

/** @throws when the terminal printed an error */
export async function pasted(virtual: VirtualRouter, lines: string): Promise<void> {
  const refused = (await virtual.terminal.paste(lines)).filter(({ failed }) => failed)
  if (refused.length > 0) throw new Error(`The router refused: ${JSON.stringify(refused)}`)
}

/** From open Wi-Fi to online on the Trial. */
export async function someoneGetsOnline(virtual: VirtualRouter): Promise<void> {
  const phone = await virtual.addPhone()
  await phone.join()
  const redirect = await phone.browse()
  if (redirect.outcome !== 'portal') throw new Error(`Not redirected: ${redirect.outcome}`)
  const visitor = new PageVisitor()
  const mobile = anyMobile()
  const number = await visitor.get(redirect.url)
  const code = await visitor.submit(number, '/number', { mobile })
  await visitor.submit(code, '/code', { code: await codeSentTo(mobile) })
  await eventually('online on the Trial', () => phone.online)
}

/** Every menu as printed. */
export async function stateOf(virtual: VirtualRouter): Promise<Record<string, string>> {
  const state: Record<string, string> = {}
  for (const menu of MENUS) {
    const [reply] = await virtual.terminal.paste(`${menu} print`)
    state[menu] = reply?.output ?? ''
  }
  return state
}

/** The walled garden follows a joining by itself. @returns the push, done */
export async function garden(isp: Isp, { id: routerId }: Router): Promise<RouterCommand> {
  const pushes = () =>
    isp.inside(() => RouterCommand.query().where({ routerId, kind: 'walled_garden' }))
  const [last] = await eventually('the walled garden is pushed', async () => {
    const found = await pushes()
    return found.length > 0 && found.every(({ state }) => state === 'done') && found.slice(-1)
  })
  if (!last) throw new Error('No push')
  return last
}

/** How many rows somebody made in each menu of a walled garden. */
export function gardenOn(virtual: VirtualRouter): Record<string, number> {
  const count = (menu: GardenMenu) => virtual.menus.menu(menu).stored().length
  return Object.fromEntries(GARDEN_MENUS.map((menu) => [menu, count(menu)]))
}

export function stepsOf({ joinReport }: Router): Record<string, string> {
  return Object.fromEntries(
    (joinReport?.steps ?? []).map(({ key, state, reason }) => [
      key,
      reason ? `${state}:${reason}` : state,
    ])
  )
}
