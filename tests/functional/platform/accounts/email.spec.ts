import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import Account from '#platform/accounts/account'
import { errorAt, formOf, noticeOf, text } from '#tests/support/forms'
import { PASSWORD } from '#tests/support/isp'
import { Visitor } from '#tests/support/operator'
import { anySlug } from '#tests/support/tenants'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'

const VERIFY = 'Confirm your email'
let mailbox: Mailbox

test.group('An account’s e-mail address', (group) => {
  group.setup(async () => {
    mailbox = await Mailbox.open()
    return () => mailbox.close()
  })

  test('is proven by a mailed link, pressed by whoever is signed in to the account, once', async ({
    assert,
  }) => {
    const account = await anAccount({ isProven: false })
    const visitor = await signedIn(account)
    await visitor.send('/account', {}, '/account/email/verify')
    const link = await mailbox.link(account.email, VERIFY)

    const stranger = await signedIn(await anAccount())
    assert.include(text((await stranger.get(link)).body), 'does not count any more')
    const nobody = new Visitor(visitor.host)
    assert.equal((await nobody.get(link)).headers.location, '/login')

    assert.include(text((await visitor.get(link)).body), account.email)
    assert.isNull((await account.refresh()).emailVerifiedAt, 'looking at the page proves nothing')
    const done = await visitor.submit(link)
    assert.include(noticeOf(done), 'Your email is confirmed')
    assert.isNotNull((await account.refresh()).emailVerifiedAt)
    assert.include(text((await visitor.get(link)).body), 'does not count any more')
  })

  test('is asked about by a letter to whoever has just signed up', async ({ assert }) => {
    const subdomain = anySlug()
    const email = `${subdomain}@greennet.test`
    await new Visitor(appUrl.host).send('/signup', {
      company: 'GreenNet',
      subdomain,
      country: 'BD',
      name: 'Rahim Uddin',
      email,
      password: PASSWORD,
    })
    const visitor = await signedIn(await Account.findByOrFail('email', email))
    await visitor.submit(await mailbox.link(email, VERIFY))
    const account = await Account.findByOrFail('email', email)
    assert.isNotNull(account.emailVerifiedAt)
  })

  test('only the newest of several links counts, and there are five an hour', async ({
    assert,
  }) => {
    const account = await anAccount({ isProven: false })
    const visitor = await signedIn(account)
    await visitor.send('/account', {}, '/account/email/verify')
    const first = await mailbox.link(account.email, VERIFY)
    for (let more = 0; more < 4; more += 1)
      await visitor.send('/account', {}, '/account/email/verify')
    const sixth = await visitor.send('/account', {}, '/account/email/verify')
    assert.include(noticeOf(await visitor.follow(sixth)), 'wait an hour')
    assert.include(text((await visitor.get(first)).body), 'does not count any more')
  })

  test('moves to another by a link mailed there, and the old one is told', async ({ assert }) => {
    const account = await anAccount()
    const visitor = await signedIn(account)
    const [old, next] = [account.email, `new-${account.email}`]
    const refused = await visitor.send(
      '/account',
      { email: next, password: 'not it' },
      '/account/email'
    )
    assert.isNotEmpty(errorAt(await visitor.follow(refused), 'password'))

    await visitor.send('/account', { email: next, password: PASSWORD }, '/account/email')
    const link = await mailbox.link(next, 'new email')
    assert.equal((await account.refresh()).email, old, 'not before it is confirmed')
    await visitor.send(link)
    assert.equal((await account.refresh()).email, next)
    assert.include((await mailbox.letter(old, 'has changed')).text, next)
  })

  test('does not move to another account’s, and does not tell that there is one', async ({
    assert,
  }) => {
    const [account, other] = [await anAccount(), await anAccount()]
    const visitor = await signedIn(account)
    const fields = { email: other.email, password: PASSWORD }
    const page = await visitor.follow(await visitor.send('/account', fields, '/account/email'))
    assert.include(noticeOf(page), `If ${other.email} is free`)

    /** Taken while the letter is under way. */
    const next = `late-${account.email}`
    await visitor.send('/account', { email: next, password: PASSWORD }, '/account/email')
    const link = await mailbox.link(next, 'new email')
    await Account.create({ email: next, name: 'Quicker', password: null })
    assert.include(noticeOf(await visitor.submit(link)), 'has an account already')
    assert.lengthOf(mailbox.lettersTo(other.email), 0)
  })
})

test.group('A forgotten password', (group) => {
  group.setup(async () => {
    mailbox = await Mailbox.open()
    return () => mailbox.close()
  })

  test('the answer is the same for an address without account, which gets no letter', async ({
    assert,
  }) => {
    const account = await anAccount()
    const visitor = new Visitor(appUrl.host)
    const unknown = `x-${account.email}`
    const pages = []
    for (const email of [unknown, account.email]) {
      const page = await visitor.submit('/forgot', { email })
      pages.push(noticeOf(page).replace(email, '…'))
    }
    assert.equal(pages[0], pages[1])
    await mailbox.letter(account.email, 'Set a new password')
    assert.lengthOf(mailbox.lettersTo(unknown), 0)
  })

  test('is set by the link, once, and every session ends', async ({ assert }) => {
    const account = await anAccount()
    const inside = await signedIn(account)
    const visitor = new Visitor(inside.host)
    await visitor.send('/forgot', { email: account.email })
    const link = await mailbox.link(account.email, 'Set a new password')
    const weak = await visitor.submit(link, { password: 'password123' })
    assert.isNotEmpty(errorAt(weak, 'password'))

    const done = await visitor.send(link, { password: 'a quiet evening in Sylhet' })
    assert.equal(done.headers.location, '/login')
    assert.equal((await inside.get('/account')).headers.location, '/login')
    await mailbox.letter(account.email, 'password has changed')
    assert.include(text((await visitor.get(link)).body), 'does not count any more')

    const fresh = { email: account.email, password: 'a quiet evening in Sylhet' }
    await visitor.send('/login', fresh)
    assert.equal((await visitor.get('/account')).status, 200)
  })

  test('of one link pressed twice at once, one sets the password', async ({ assert }) => {
    const account = await anAccount()
    const visitor = new Visitor(appUrl.host)
    await visitor.send('/forgot', { email: account.email })
    const link = await mailbox.link(account.email, 'Set a new password')
    const open = await Promise.all(
      ['first of the two', 'second of the two'].map(async (password) => {
        const each = new Visitor(visitor.host)
        const { fields } = formOf(await each.get(link), link)
        return { each, form: { ...fields, password } }
      })
    )
    const pages = await Promise.all(
      open.map(({ each, form }) => each.browser.visit(each.host, link, { method: 'POST', form }))
    )
    const places = pages.map(({ headers }) => headers.location)
    assert.lengthOf(
      places.filter((place) => place === '/login'),
      1
    )
  })

  test('the password is changed with the present one, and other sessions end', async ({
    assert,
  }) => {
    const account = await anAccount()
    const [visitor, other] = [await signedIn(account), await signedIn(account)]
    const wrong = { old_password: 'not it', new_password: 'a quiet evening in Sylhet' }
    const refused = await visitor.send('/account', wrong, '/account/password')
    assert.isNotEmpty(errorAt(await visitor.follow(refused), 'old_password'))

    await visitor.send('/account', { ...wrong, old_password: PASSWORD }, '/account/password')
    assert.equal((await other.get('/account')).headers.location, '/login')
    assert.equal((await visitor.get('/account')).status, 200)
    await mailbox.letter(account.email, 'password has changed')
  })
})
