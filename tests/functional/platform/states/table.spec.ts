import { test } from '@japa/runner'
import { PLAN_PAGE } from '#tenancy/plans/errors'
import type { TenantStatus } from '#tenancy/lifecycle/tenant_states'
import { AccountingRouter } from '#tests/e2e/radius_path/accounting_router'
import { isSwept, move, payingCustomer } from '#tests/functional/platform/states/stage'
import { hostOf } from '#tests/support/browser'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'
import { CODE } from '#tests/simulator/radius/dictionary'

/** The table once more, as the ISP and its customers meet it. */
interface Expected {
  status: TenantStatus
  /** HTTP statuses of the first page, of a form that changes things, of the plan's page. */
  dashboard: readonly [home: number, form: number, plan: number]
  says: RegExp | null
  /** What a customer without a package finds: something to buy, a word that there is nothing, no page. */
  offer: 'packages' | 'nothing' | 'closed'
  radius: boolean
  swept: boolean
  signIn: boolean
}

const FULL = { dashboard: [200, 200, 200], offer: 'packages', signIn: true } as const
const SERVED = { radius: true, swept: true } as const
const GONE = {
  dashboard: [404, 404, 404],
  says: null,
  offer: 'closed',
  radius: false,
  swept: false,
  signIn: false,
} as const

const STATES: Expected[] = [
  { status: 'trial', ...FULL, ...SERVED, says: null },
  { status: 'past_due', ...FULL, ...SERVED, says: /last payment to us did not come through/ },
  {
    status: 'read_only',
    dashboard: [200, 403, 200],
    says: /account is read-only/,
    offer: 'packages',
    signIn: true,
    ...SERVED,
  },
  {
    status: 'suspended',
    dashboard: [402, 402, 200],
    says: /nobody can buy/,
    offer: 'nothing',
    signIn: true,
    ...SERVED,
  },
  { status: 'active', ...FULL, ...SERVED, says: null },
  { status: 'closed', ...GONE },
  { status: 'provisioning', ...GONE },
  { status: 'erased', ...GONE },
]

test.group('States | What each means', (group) => {
  let isp: Isp
  let owner: Visitor
  let router: AccountingRouter
  let guest: Guest
  let door: string
  let payer: string

  group.setup(async () => {
    isp = await openIsp()
    owner = await operatorOf(isp)
    router = await AccountingRouter.of(isp)
    guest = new Guest(isp, router.router)
    door = portalPage(await guest.comeBack(), '/packages')
    payer = await payingCustomer(isp)
  })
  group.teardown(() => router.close())

  test('{status}')
    .with(STATES)
    .run(async ({ assert }, expected) => {
      const { tenant } = isp
      if (isReachedByNoMove(expected)) {
        await asOwner('update platform.tenants set status = $2 where id = $1', [
          tenant.id,
          expected.status,
        ])
      } else await move(tenant.id, expected.status)

      const paths = ['/dashboard', '/dashboard/packages/create', PLAN_PAGE]
      const pages = await Promise.all(paths.map((path) => owner.get(path)))
      assert.deepEqual(
        pages.map(({ status }) => status),
        [...expected.dashboard]
      )
      const said = text(pages[0]?.body ?? '')
      if (expected.says) assert.match(said, expected.says)
      else assert.notInclude(said, 'See plans and payment')

      const newcomer = new Visitor(hostOf(tenant))
      const login = await newcomer.get('/login')
      assert.equal(login.status, expected.signIn ? 200 : 404)
      if (expected.signIn) {
        const { email } = isp.account
        const { headers } = await newcomer.send('/login', { email, password: PASSWORD })
        assert.equal(headers.location, '/dashboard')
      }

      assert.equal(await offerAt(guest, door), expected.offer)
      const clients = await asOwner('select from platform.radius_clients where tenant_id = $1', [
        tenant.id,
      ])
      if (!isReachedByNoMove(expected)) assert.lengthOf(clients, expected.radius ? 1 : 0)
      if (expected.radius) assert.equal((await router.signIn(payer)).code, CODE.accessAccept)
      assert.equal(await isSwept(tenant), expected.swept)
    })
})

/** Signing up and erasing are no moves. */
function isReachedByNoMove({ status }: Expected): boolean {
  return status === 'provisioning' || status === 'erased'
}

/** What the portal has for somebody whose package is over, and whether it can be bought. */
async function offerAt(guest: Guest, door: string): Promise<Expected['offer']> {
  const packages = await guest.visitor.get(door)
  if (packages.status === 404) return 'closed'

  const offers = packages.body.includes('Day Pass')
  if (!offers && !/sells no packages at the moment/.test(packages.body)) {
    throw new Error(`Neither packages nor a word at ${packages.url}`)
  }
  return offers ? 'packages' : 'nothing'
}
