import { test } from '@japa/runner'
import type Account from '#platform/accounts/account'
import { hostOf } from '#tests/support/browser'
import { eventually } from '#tests/support/eventually'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { operatorOf, Visitor } from '#tests/support/operator'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'
import { anAccount, signedIn } from '#tests/functional/platform/accounts/people'

const LETTER = 'from a new browser'

let mailbox: Mailbox
let isp: Isp

test.group('A sign-in from a new browser', (group) => {
  group.setup(async () => {
    mailbox = await Mailbox.open()
    isp = await openIsp({ packages: false, gateways: false })
    return () => mailbox.close()
  })

  const lettersTo = ({ email }: Account) =>
    mailbox.lettersTo(email).filter(({ subject }) => subject.includes(LETTER))

  const signIn = async (visitor: Visitor, { email }: Account) => {
    await visitor.send('/login', { email, password: PASSWORD })
    await visitor.send('/account', {}, '/logout')
  }

  test('is told of by a letter that says what, when and from where; the first is not', async ({
    assert,
  }) => {
    const first = await operatorOf(isp)
    const second = await operatorOf(isp)
    const { text } = await mailbox.letter(isp.account.email, LETTER)
    for (const said of ['Unknown device', '(Asia/Dhaka)', second.address, '/account/sessions']) {
      assert.include(text, said)
    }
    assert.notInclude(text, first.address)
    assert.lengthOf(lettersTo(isp.account), 1)
  })

  test('of one that was there before nobody is told, signed out or not', async ({ assert }) => {
    const account = await anAccount()
    const known = await signedIn(account)
    await known.send('/account', {}, '/logout')
    await signIn(known, account)
    /** Whose letter, if there were any of the other, would be there by now. */
    await signedIn(account)
    await mailbox.letter(account.email, LETTER)
    assert.lengthOf(lettersTo(account), 1)
  })

  test('nor of the hop to the ISP’s host, after which that knows the browser, too', async ({
    assert,
  }) => {
    const own = await openIsp({ packages: false, gateways: false })
    const platform = await signedIn(own.account)
    const hop = new URL((await platform.get(`/choose/${own.tenant.slug}`)).headers.location ?? '')
    const there = new Visitor(hostOf(own.tenant))
    assert.equal((await there.get(hop.pathname + hop.search)).headers.location, '/dashboard')
    await there.send('/dashboard', {}, '/logout')
    await there.send('/login', { email: own.account.email, password: PASSWORD })
    await operatorOf(own)
    const { text } = await mailbox.letter(own.account.email, LETTER)
    assert.notInclude(text, there.address)
    assert.lengthOf(lettersTo(own.account), 1)
  })

  test('a browser that forgets itself each time fills no mailbox', async ({ assert }) => {
    const account = await anAccount()
    for (let times = 0; times < 8; times += 1) await signedIn(account)
    const visitor = await signedIn(account)
    /** Sent after all of them; a sixth would be there by then, or about to be. */
    const next = `new-${account.email}`
    await visitor.send('/account', { email: next, password: PASSWORD }, '/account/email')
    await mailbox.letter(next, 'new email')
    await eventually('the five letters', () => lettersTo(account).length >= 5)
    assert.lengthOf(lettersTo(account), 5)
  })
})
