import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'
import { text } from '#tests/support/forms'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'

let isp: Isp

test.group('Where an account is signed in', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })

  test('every browser is listed, on every host, and this one is marked', async ({ assert }) => {
    const there = await operatorOf(isp)
    const here = await signedIn(isp.account)
    const page = await here.get('/account/sessions')
    const said = text(page.body)
    assert.include(said, isp.tenant.name)
    assert.include(said, there.address)
    assert.include(said, here.address)
    assert.lengthOf(said.match(/This one/g) ?? [], 1)
  })

  test('one that is ended on the platform’s host is out at once on the ISP’s', async ({
    assert,
  }) => {
    const lost = await operatorOf(isp)
    assert.equal((await lost.get('/dashboard')).status, 200)

    const owner = await signedIn(isp.account)
    const form = await endFormOf(owner, lost.address)
    await owner.send('/account/sessions', {}, form)
    assert.equal((await lost.get('/dashboard')).headers.location, '/login')
    assert.equal((await owner.get('/account/sessions')).status, 200)
  })

  test('all others can be ended with one press', async ({ assert }) => {
    const others = [await operatorOf(isp), await operatorOf(isp)]
    const elsewhere = await signedIn(isp.account)
    const owner = await signedIn(isp.account)
    await owner.send('/account/sessions', {}, '/account/sessions/others/end')

    for (const other of others)
      assert.equal((await other.get('/dashboard')).headers.location, '/login')
    assert.equal((await elsewhere.get('/account')).headers.location, '/login')
    assert.equal((await owner.get('/account')).status, 200)
  })

  test('a ticket to the ISP’s host that was not yet used ends with them', async ({ assert }) => {
    const thief = await signedIn(isp.account)
    const hop = await thief.get(`/choose/${isp.tenant.slug}`)
    const owner = await signedIn(isp.account)
    await owner.send('/account/sessions', {}, '/account/sessions/others/end')

    const { host, pathname, search } = new URL(hop.headers.location ?? '')
    const there = new Visitor(host)
    assert.equal((await there.get(pathname + search)).headers.location, '/login')
    const own = new URL((await owner.get(`/choose/${isp.tenant.slug}`)).headers.location ?? '')
    assert.equal((await there.get(own.pathname + own.search)).headers.location, '/dashboard')
  })

  test('nobody ends another account’s', async ({ assert }) => {
    const mine = await signedIn(isp.account)
    const form = await endFormOf(mine, mine.address, await signedIn(isp.account))
    const stranger = await signedIn(await anAccount())
    const token = /name="_csrf"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="_csrf"/.exec(
      (await stranger.get('/account')).body
    )
    await stranger.browser.visit(stranger.host, form, {
      method: 'POST',
      form: { _csrf: token?.[1] ?? token?.[2] ?? '' },
    })
    assert.equal((await mine.get('/account')).status, 200)
  })

  test('signing out ends the row, and a page asked for before signing in is shown after', async ({
    assert,
  }) => {
    const account = await anAccount()
    const visitor = new Visitor(appUrl.host)
    assert.equal((await visitor.get('/account/linked')).headers.location, '/login')
    const page = await visitor.send('/login', { email: account.email, password: PASSWORD })
    assert.equal(page.headers.location, '/account/linked')

    await visitor.send('/account', {}, '/logout')
    const again = await signedIn(account)
    assert.notInclude(text((await again.get('/account/sessions')).body), visitor.address)
  })
})

/** The form that ends the session of a browser, by its address; as another browser sees it. */
async function endFormOf(owner: Visitor, address: string, seenBy = owner): Promise<string> {
  const { body } = await seenBy.get('/account/sessions')
  const row = body.split('<tr').find((each) => each.includes(address)) ?? ''
  const action = /action="(\/account\/sessions\/\d+\/end)"/.exec(row)?.[1]
  if (!action) throw new Error(`No session of ${address} can be ended`)
  return action
}
