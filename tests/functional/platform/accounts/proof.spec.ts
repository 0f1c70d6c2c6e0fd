import { randomBytes } from 'node:crypto'
import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import Identity from '#platform/accounts/identity'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { appCode, haveTwoFactor } from '#tests/support/two_factor'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'
import { Providers } from '#tests/functional/platform/accounts/providers'

const LINKED = '/account/linked'
const anyEmail = () => `${randomBytes(6).toString('hex')}@gmail.test`

let providers: Providers
let mailbox: Mailbox

test.group('What changes who gets in', (group) => {
  group.setup(async () => {
    providers = await Providers.open()
    mailbox = await Mailbox.open()
    return async () => {
      await mailbox.close()
      await providers.close()
    }
  })

  test('{act} asks for the password again')
    .with([
      { act: '/account/linked/google', page: LINKED },
      { act: '/account/linked/github/remove', page: LINKED },
      { act: '/account/email', page: '/account' },
      { act: '/account/two-factor', page: '/account/two-factor' },
      { act: '/account/remove', page: '/account/remove' },
    ])
    .run(async ({ assert }, { act, page }) => {
      const account = await anAccount()
      const { id: accountId, email } = account
      await Identity.create({ accountId, provider: 'github', subject: `of ${email}`, email })
      const visitor = await signedIn(account)
      for (const password of ['', 'not it']) {
        const fields = { password, email: anyEmail(), code: '000000' }
        const refused = await visitor.submit(page, fields, act)
        assert.include(errorAt(refused, 'password') ?? '', 'not your password')
      }
      assert.isNotNull(await Account.find(accountId))
      assert.lengthOf(await Identity.query().where({ accountId }), 1)
    })

  test('asks who has none for a fresh sign-in with the linked provider, good for this browser', async ({
    assert,
  }) => {
    const person = providers.person({ name: 'No password', email: anyEmail() })
    const other = providers.person({ name: 'Somebody else', email: anyEmail() })
    const [visitor, elsewhere] = [new Visitor(appUrl.host), new Visitor(appUrl.host)]
    for (const browser of [visitor, elsewhere]) await providers.signIn(browser, 'google', person)
    const fields = { email: anyEmail() }
    const refused = await visitor.submit('/account', fields, '/account/email')
    assert.include(errorAt(refused, 'proof') ?? '', 'Sign in again')

    const stranger = await providers.prove(visitor, 'google', other, '/account')
    assert.equal(stranger.status, 400)
    assert.include(text(stranger.body), 'not the one that is linked')
    const still = await visitor.submit('/account', fields, '/account/email')
    assert.isNotEmpty(errorAt(still, 'proof'))

    const proven = await providers.prove(visitor, 'google', person, '/account')
    assert.equal(proven.headers.location, '/account')
    const sent = await visitor.submit('/account', fields, '/account/email')
    assert.include(noticeOf(sent), 'a link is on its way')
    const thief = await elsewhere.submit('/account', fields, '/account/email')
    assert.isNotEmpty(errorAt(thief, 'proof'), 'another browser of the account proves for itself')
  })

  test('asks who has no password for a code, once there is an authenticator app', async ({
    assert,
  }) => {
    const person = providers.person({ name: 'With an app', email: anyEmail() })
    const visitor = new Visitor(appUrl.host)
    await providers.signIn(visitor, 'google', person)
    const account = await Account.findByOrFail('email', person.email)
    const secret = await haveTwoFactor(account)
    const email = anyEmail()
    const wrong = await visitor.submit(
      '/account',
      { email, proof_code: '000000' },
      '/account/email'
    )
    assert.isNotEmpty(errorAt(wrong, 'proof_code'))
    const right = { email, proof_code: appCode(secret) }
    const sent = await visitor.submit('/account', right, '/account/email')
    assert.include(noticeOf(sent), 'a link is on its way')
  })

  test('is told to the address before as well, when that changed a moment ago', async ({
    assert,
  }) => {
    const account = await anAccount()
    const visitor = await signedIn(account)
    const [old, next] = [account.email, anyEmail()]
    await visitor.send('/account', { email: next, password: PASSWORD }, '/account/email')
    await visitor.send(await mailbox.link(next, 'new email'))
    await mailbox.letter(old, 'has changed')
    const change = { old_password: PASSWORD, new_password: 'a quiet evening in Sylhet' }
    await visitor.send('/account', change, '/account/password')
    for (const address of [old, next]) {
      const { text: said } = await mailbox.letter(address, 'password has changed')
      assert.include(said, address)
    }
  })
})
