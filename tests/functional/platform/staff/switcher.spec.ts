import { test } from '@japa/runner'
import Membership from '#platform/accounts/membership'
import { hostOf } from '#tests/support/browser'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'

let green: Isp
let red: Isp
let visitor: Visitor

test.group('The switcher', (group) => {
  group.setup(async () => {
    green = await openIsp({ packages: false, gateways: false })
    red = await openIsp({ packages: false, gateways: false })
    const { id: accountId } = green.account
    await Membership.create({ accountId, tenantId: red.tenant.id, role: 'support' })
    visitor = await operatorOf(green)
  })

  test('leads to the other company, where one is signed in as what one is there', async ({
    assert,
  }) => {
    const menu = await visitor.get('/dashboard/settings/profile')
    assert.include(menu.body, `/switch/${red.tenant.slug}"`)
    assert.notInclude(menu.body, `/switch/${green.tenant.slug}"`)

    const { headers } = await visitor.get(`/switch/${red.tenant.slug}`)
    const target = new URL(headers.location ?? '')
    assert.equal(target.host, hostOf(red.tenant))
    const there = new Visitor(target.host)
    const home = await there.follow(await there.get(target.pathname + target.search))
    assert.include(text(home.body), 'Support')
    assert.include(home.body, `/switch/${green.tenant.slug}"`)
  })

  test('its link works once, and on that host alone', async ({ assert }) => {
    const { headers } = await visitor.get(`/switch/${red.tenant.slug}`)
    const { pathname, search } = new URL(headers.location ?? '')
    const enter = async (isp: Isp) => {
      const browser = new Visitor(hostOf(isp.tenant))
      const answer = await browser.get(pathname + search)
      for (const cookie of answer.setCookies) assert.notMatch(cookie, /; Domain=/i)
      return answer.headers.location
    }
    assert.equal(await enter(green), '/login', 'another host')
    assert.equal(await enter(red), '/dashboard')
    assert.equal(await enter(red), '/login', 'a replay')
  })

  test('leads to no company one does not work for, nor back to a stranger', async ({ assert }) => {
    const stranger = await openIsp({ packages: false, gateways: false })
    for (const slug of [stranger.tenant.slug, 'nobody', '%00', `x' or '1'='1`]) {
      const answer = await visitor.get(`/switch/${encodeURIComponent(slug)}`)
      assert.equal(answer.headers.location ?? '/dashboard', '/dashboard', slug)
    }
    const outsider = new Visitor(hostOf(green.tenant))
    const refused = await outsider.get(`/switch/${red.tenant.slug}`)
    assert.equal(refused.headers.location, '/login')
  })

  test('somebody of one company has none', async ({ assert }) => {
    const alone = await operatorOf(red)
    assert.notInclude((await alone.get('/dashboard/settings/profile')).body, '/switch/')
  })
})
