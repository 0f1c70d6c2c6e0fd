import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import Identity from '#platform/accounts/identity'
import { noticeOf, text } from '#tests/support/forms'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { appCode, haveTwoFactor } from '#tests/support/two_factor'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'
import { Providers } from '#tests/functional/platform/accounts/providers'

const BOTH = [{ provider: 'google' as const }, { provider: 'github' as const }]
const anyEmail = () => `${randomBytes(6).toString('hex')}@gmail.test`

let providers: Providers
let mailbox: Mailbox

test.group('Signing in with Google or GitHub', (group) => {
  group.setup(async () => {
    providers = await Providers.open()
    mailbox = await Mailbox.open()
    return async () => {
      await mailbox.close()
      await providers.close()
    }
  })

  test('sends state and a PKCE challenge with {provider}, new ones each time')
    .with(BOTH)
    .run(async ({ assert }, { provider }) => {
      const visitor = new Visitor(appUrl.host)
      const asked = []
      for (let times = 0; times < 2; times += 1) {
        const { searchParams } = new URL(await providers.leave(visitor, provider))
        assert.equal(searchParams.get('code_challenge_method'), 'S256')
        assert.lengthOf(searchParams.get('code_challenge') ?? '', 43)
        asked.push(searchParams.get('state'), searchParams.get('code_challenge'))
      }
      assert.lengthOf(new Set(asked), 4)
    })

  test('{provider} makes an account of somebody new, and opens it again')
    .with(BOTH)
    .run(async ({ assert }, { provider }) => {
      const email = anyEmail()
      const person = providers.person({ name: 'Nadia Islam', email: email.toUpperCase() })
      const page = await providers.signIn(new Visitor(appUrl.host), provider, person)
      assert.equal(page.headers.location, '/choose')
      const account = await Account.findByOrFail('email', email)
      assert.isNull(account.password)
      assert.isNotNull(account.emailVerifiedAt)

      providers.control.changePerson(person.id, { email: anyEmail() })
      const again = new Visitor(appUrl.host)
      await providers.signIn(again, provider, person)
      assert.include(text((await again.get('/account')).body), email, 'by subject, not by e-mail')
    })

  test('{provider} without a verified e-mail opens nothing and makes nothing')
    .with(BOTH)
    .run(async ({ assert }, { provider }) => {
      const victim = await anAccount()
      const person = providers.person({
        name: 'Mallory',
        email: victim.email,
        verified: false,
        publicEmail: true,
      })
      const visitor = new Visitor(appUrl.host)
      const page = await providers.signIn(visitor, provider, person)
      assert.equal(page.status, 400)
      assert.include(text(page.body), 'has not verified your email')
      assert.equal((await visitor.get('/account')).headers.location, '/login')
      assert.lengthOf(await Identity.query().where('account_id', victim.id), 0)
    })

  test('{provider} with a disposable e-mail makes no account')
    .with(BOTH)
    .run(async ({ assert }, { provider }) => {
      const email = anyEmail().replace('gmail.test', 'mailinator.com')
      const person = providers.person({ name: 'Mallory', email })
      const page = await providers.signIn(new Visitor(appUrl.host), provider, person)
      assert.equal(page.status, 400)
      assert.include(text(page.body), 'gone in minutes')
      assert.isNull(await Account.findBy('email', email))
    })

  test('an account with the same e-mail is opened and linked only by its owner', async ({
    assert,
  }) => {
    const account = await anAccount()
    const person = providers.person({ name: 'The same?', email: account.email })
    const visitor = new Visitor(appUrl.host)
    const page = await providers.signIn(visitor, 'google', person)
    assert.equal(page.headers.location, '/login')
    assert.include(text((await visitor.get('/login')).body), `${account.email} has an account here`)
    assert.equal((await visitor.get('/account')).headers.location, '/login')
    assert.lengthOf(await Identity.query().where('account_id', account.id), 0)

    await visitor.send('/login', { email: account.email, password: PASSWORD })
    assert.lengthOf(await Identity.query().where('account_id', account.id), 1)
    await mailbox.letter(account.email, 'Google was linked')
    const again = new Visitor(appUrl.host)
    await providers.signIn(again, 'google', person)
    assert.equal((await again.get('/account')).status, 200)
  })

  test('what waits to be linked goes to no other account', async ({ assert }) => {
    const [account, other] = [await anAccount(), await anAccount()]
    const person = providers.person({ name: 'Somebody', email: account.email })
    const visitor = new Visitor(appUrl.host)
    await providers.signIn(visitor, 'github', person)
    await visitor.send('/login', { email: other.email, password: PASSWORD })
    assert.lengthOf(await Identity.query().whereIn('account_id', [account.id, other.id]), 0)
  })

  test('an account opened beforehand in one’s name is taken from whoever did', async ({
    assert,
  }) => {
    const planted = await anAccount({ isProven: false })
    const attacker = await signedIn(planted)
    const back = providers.person({ name: 'Mallory', email: anyEmail() })
    await providers.signIn(attacker, 'github', back, '/account/linked')
    await haveTwoFactor(planted)

    const owner = providers.person({ name: 'The owner', email: planted.email })
    const visitor = new Visitor(appUrl.host)
    await providers.signIn(visitor, 'google', owner)
    await visitor.send('/forgot', { email: planted.email })
    const link = await mailbox.link(planted.email, 'Set a new password')
    await visitor.send(link, { password: 'only mine from now on' })
    await visitor.send('/login', { email: planted.email, password: 'only mine from now on' })
    const linked = await visitor.get('/account/linked')
    assert.include(text(linked.body), `Linked as ${planted.email}`)

    assert.equal((await attacker.get('/account')).headers.location, '/login')
    const retry = new Visitor(appUrl.host)
    await retry.send('/login', { email: planted.email, password: PASSWORD })
    await providers.signIn(retry, 'github', back)
    assert.notInclude(text((await retry.get('/account')).body), planted.email)
    assert.isFalse((await planted.refresh()).hasTwoFactor)
  })

  test('asks for the code of an account with two-factor sign-in', async ({ assert }) => {
    const account = await anAccount()
    const owner = await signedIn(account)
    const person = providers.person({ name: 'Careful', email: anyEmail() })
    await providers.signIn(owner, 'google', person, '/account/linked')
    const secret = await haveTwoFactor(account)

    const visitor = new Visitor(appUrl.host)
    const page = await providers.signIn(visitor, 'google', person)
    assert.equal(page.headers.location, '/login/code')
    assert.equal((await visitor.get('/account')).headers.location, '/login')
    await visitor.send('/login/code', { code: appCode(secret) })
    assert.equal((await visitor.get('/account')).status, 200)
  })
})

test.group('A provider’s answer', (group) => {
  group.setup(async () => {
    providers = await Providers.open()
    return () => providers.close()
  })

  test('counts once, even with the cookies it came with', async ({ assert }) => {
    const person = providers.person({ name: 'Once', email: anyEmail() })
    const visitor = new Visitor(appUrl.host)
    const address = await providers.leave(visitor, 'google')
    const back = await providers.press(address, { person: String(person.id) })
    const pages = await Promise.all([visitor.get(back), visitor.get(back)])
    assert.deepEqual(pages.map(({ status }) => status).sort(), [302, 400])
    const replay = await visitor.get(back)
    assert.equal(replay.status, 400)
    assert.include(text(replay.body), 'was used before')
  })

  test('counts in the browser that asked alone', async ({ assert }) => {
    const person = providers.person({ name: 'Mallory', email: anyEmail() })
    const address = await providers.leave(new Visitor(appUrl.host), 'google')
    const planted = await providers.press(address, { person: String(person.id) })

    const victim = new Visitor(appUrl.host)
    assert.equal((await victim.get(planted)).status, 400)
    await providers.leave(victim, 'google')
    assert.equal((await victim.get(planted)).status, 400, 'nor in one that asked something else')
    assert.equal((await victim.get('/account')).headers.location, '/login')
  })

  test('of one provider is none of the other', async ({ assert }) => {
    const person = providers.person({ name: 'Mixed up', email: anyEmail() })
    const visitor = new Visitor(appUrl.host)
    const address = await providers.leave(visitor, 'google')
    const back = await providers.press(address, { person: String(person.id) })
    assert.equal((await visitor.get(back.replace('google', 'github'))).status, 400)
  })

  for (const [what, query] of [
    ['nothing', ''],
    ['a made-up state', '?code=x&state=y'],
    ['a list for a state', '?code=x&state[]=y'],
    ['an error alone', '?error=access_denied'],
  ]) {
    test(`with ${what} is refused with a page`, async ({ assert }) => {
      const page = await new Visitor(appUrl.host).get(`/oauth/github/callback${query}`)
      assert.equal(page.status, 400)
      assert.include(text(page.body), 'GitHub did not sign you in')
    })
  }

  test('“no” is a page that says so, and nothing has changed', async ({ assert }) => {
    const visitor = new Visitor(appUrl.host)
    const address = await providers.leave(visitor, 'google')
    const page = await visitor.get(await providers.press(address, { action: 'deny' }))
    assert.equal(page.status, 400)
    assert.include(text(page.body), 'You did not allow it')
  })

  test('a code that the provider refuses is told without its secrets', async ({ assert }) => {
    const visitor = new Visitor(appUrl.host)
    const address = await providers.leave(visitor, 'github')
    const state = new URL(address).searchParams.get('state') ?? ''
    const page = await visitor.get(`/oauth/github/callback?code=made-up&state=${state}`)
    assert.equal(page.status, 502)
    assert.notInclude(page.body, 'made-up')
  })
})

test.group('Linked accounts', (group) => {
  group.setup(async () => {
    providers = await Providers.open()
    return () => providers.close()
  })

  test('are linked and unlinked on the account’s page', async ({ assert }) => {
    const account = await anAccount()
    const visitor = await signedIn(account)
    const person = providers.person({ name: 'Me elsewhere', email: anyEmail() })
    const linked = await visitor.follow(
      await providers.signIn(visitor, 'github', person, '/account/linked')
    )
    assert.include(text(linked.body), `Linked as ${person.email}`)
    const remove = '/account/linked/github/remove'
    const gone = await visitor.send('/account/linked', { password: PASSWORD }, remove)
    assert.include(noticeOf(await visitor.follow(gone)), 'not linked any more')
    assert.lengthOf(await Identity.query().where('account_id', account.id), 0)
  })

  test('one that opens another account cannot be linked as well', async ({ assert }) => {
    const person = providers.person({ name: 'Shared', email: anyEmail() })
    await providers.signIn(await signedIn(await anAccount()), 'google', person, '/account/linked')
    const second = await signedIn(await anAccount())
    const page = await providers.signIn(second, 'google', person, '/account/linked')
    assert.include(noticeOf(await second.follow(page)), 'opens another account here')
  })

  test('is linked to nobody when another has signed in meanwhile', async ({ assert }) => {
    const person = providers.person({ name: 'Late', email: anyEmail() })
    const visitor = await signedIn(await anAccount())
    const address = await providers.leave(visitor, 'google', '/account/linked')
    const back = await providers.press(address, { person: String(person.id) })
    const other = await anAccount()
    await visitor.send('/login', { email: other.email, password: PASSWORD })
    assert.equal((await visitor.get(back)).status, 400)
    assert.lengthOf(await Identity.query().where('account_id', other.id), 0)
  })

  test('the last way to sign in stays, however often and fast it is pressed', async ({
    assert,
  }) => {
    const visitor = new Visitor(appUrl.host)
    const person = providers.person({ name: 'No password', email: anyEmail() })
    await providers.signIn(visitor, 'google', person)
    const { id: accountId, email } = await Account.findByOrFail('email', person.email)
    await Identity.create({ accountId, provider: 'github', subject: `second ${email}`, email })
    await providers.prove(visitor, 'google', person)

    await Promise.all(
      (['google', 'github'] as const).map((provider) =>
        visitor.send('/account/linked', {}, `/account/linked/${provider}/remove`)
      )
    )
    assert.lengthOf(await Identity.query().where('account_id', accountId), 1)
    assert.include(text((await visitor.get('/account/linked')).body), 'only way to sign in')
  })
})
