import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'
import Account from '#platform/accounts/account'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { employ, operatorOf, type Visitor } from '#tests/support/operator'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'
import { signedIn } from '#tests/functional/platform/accounts/people'
import { anyEmail, STAFF } from '#tests/functional/platform/staff/crew'

const GATEWAY = '/dashboard/settings/gateways/payment/bkash'
const PLAN = '/dashboard/settings/plan'
const AGAIN = `${STAFF}/mail-verify`
const ACCOUNT = { username: 'merchant', password: 'secret', app_key: 'key', app_secret: 'secret' }
const STEP = 'Press the link we mailed'

let mailbox: Mailbox
let isp: Isp
let owner: Visitor

const save = (visitor: Visitor, environment: 'live' | 'sandbox') =>
  visitor.submit(GATEWAY, { ...ACCOUNT, environment })

test.group('Without an owner’s proven e-mail', (group) => {
  group.setup(async () => {
    mailbox = await Mailbox.open()
    isp = await openIsp({ packages: false, gateways: false })
    await isp.account.merge({ emailVerifiedAt: null }).save()
    owner = await operatorOf(isp)
    return () => mailbox.close()
  })

  test('gateways stay in the sandbox, whoever works for the company', async ({ assert }) => {
    for (const visitor of [owner, await operatorOf(isp, 'manager')]) {
      const refused = await save(visitor, 'live')
      assert.include(errorAt(refused, 'environment') ?? '', 'has to be confirmed')
    }
    assert.notInclude(text((await owner.get('/dashboard/settings/gateways')).body), 'Live')
    assert.isUndefined(errorAt(await save(owner, 'sandbox'), 'environment'))
    const back = await save(owner, 'live')
    assert.isNotEmpty(errorAt(back, 'environment'), 'nor from there')
  })

  test('nobody is invited, and no plan is taken by invoice', async ({ assert }) => {
    const invited = await owner.submit(STAFF, { email: anyEmail(), role: 'cashier' })
    assert.include(errorAt(invited, 'email') ?? '', 'has to be confirmed')
    const subscribed = await owner.submit(PLAN, {}, `${PLAN}/invoice`)
    assert.include(noticeOf(subscribed), 'before you subscribe')
    assert.include(subscribed.body, AGAIN, 'with the button that sends the letter again')
  })

  test('every page says so; to whom it is not the owner, without the button', async ({
    assert,
  }) => {
    const home = await owner.get('/dashboard')
    assert.include(noticeOf(home), `we mailed a link to ${isp.account.email}`)
    assert.include(text(home.body), STEP, 'it is a step of the list')
    const cashier = await (await operatorOf(isp, 'cashier')).get('/dashboard')
    assert.include(noticeOf(cashier), 'The owner of this company has not confirmed')
    assert.notInclude(cashier.body, AGAIN)
  })

  test('once the link was pressed, all of it goes', async ({ assert }) => {
    const sent = await owner.submit('/dashboard', {}, AGAIN)
    assert.include(noticeOf(sent), 'on its way')
    const link = await mailbox.link(isp.account.email, 'Confirm your email')
    await (await signedIn(isp.account)).send(link)
    const home = text((await owner.get('/dashboard')).body)
    assert.notInclude(home, STEP)
    assert.notInclude(home, 'we mailed a link')
    assert.isUndefined(errorAt(await save(owner, 'live'), 'environment'))
    const invited = await owner.submit(STAFF, { email: anyEmail(), role: 'cashier' })
    assert.isUndefined(errorAt(invited, 'email'))
  })

  test('whose letter came back, to a mistyped address, is shown it and the way to correct it', async ({
    assert,
  }) => {
    const typo = await openIsp({ packages: false, gateways: false })
    const { email } = await typo.account.merge({ emailVerifiedAt: null }).save()
    await UndeliverableAddress.create({ email, reason: '550 5.1.1 No such user' })
    const there = await operatorOf(typo)
    const home = await there.get('/dashboard')
    assert.include(noticeOf(home), `Email to ${email} comes back`)
    assert.include(home.body, `href="${appUrl.origin}/account"`)

    const visitor = await signedIn(typo.account)
    assert.include(noticeOf(await visitor.get('/account')), 'Change the address below')
    const right = `right-${email}`
    await visitor.send('/account', { email: right, password: PASSWORD }, '/account/email')
    await visitor.send(await mailbox.link(right, 'new email'))
    const after = noticeOf(await there.get('/dashboard'))
    for (const gone of ['comes back', 'Confirm your email']) assert.notInclude(after, gone)
    assert.lengthOf(mailbox.lettersTo(email), 0, 'nothing is sent to where it comes back from')
  })

  test('one proven owner of two is enough', async ({ assert }) => {
    const partner = await employ(isp, 'owner')
    await Account.query().where('id', isp.account.id).update({ emailVerifiedAt: null })
    const visitor = await operatorOf({ ...isp, account: partner })
    assert.isNotEmpty(errorAt(await visitor.submit(STAFF, { email: anyEmail() }), 'email'))
    await Account.query().where('id', isp.account.id).update({ emailVerifiedAt: new Date() })
    assert.isUndefined(errorAt(await visitor.submit(STAFF, { email: anyEmail() }), 'email'))
  })
})
