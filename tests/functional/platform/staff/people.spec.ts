import { test } from '@japa/runner'
import Membership, { type Role } from '#platform/accounts/membership'
import { hostOf } from '#tests/support/browser'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, PASSWORD, type Isp } from '#tests/support/isp'
import { employ, operatorOf, Visitor } from '#tests/support/operator'
import { Mailbox } from '#tests/functional/platform/accounts/mailbox'
import { act, STAFF } from '#tests/functional/platform/staff/crew'

/** Handing over asks once more who is there. */
const proof = { password: PASSWORD }

let isp: Isp
let owner: Visitor

test.group('Staff', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
    owner = await operatorOf(isp)
  })

  const rolesOf = async ({ tenant }: Isp) => {
    const rows = await Membership.query().where('tenant_id', tenant.id).orderBy('account_id')
    return rows.map(({ role }) => role)
  }

  test('a role changes at once, here and at no other company', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const cashier = await employ(isp, 'cashier')
    await Membership.create({ accountId: cashier.id, tenantId: other.tenant.id, role: 'support' })
    const answer = await act(owner, `/${cashier.id}/role`, { role: 'manager' })
    assert.include(noticeOf(await owner.follow(answer)), 'Manager')
    const roles = await Membership.query().where('account_id', cashier.id).orderBy('tenant_id')
    assert.deepEqual(
      roles.map(({ role }) => role),
      ['manager', 'support']
    )
  })

  test('who is removed is out in every browser at once', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    const cashier = await employ(isp, 'cashier')
    await Membership.create({ accountId: cashier.id, tenantId: other.tenant.id, role: 'support' })
    const signIn = async ({ tenant }: Isp) => {
      const visitor = new Visitor(hostOf(tenant))
      await visitor.send('/login', { email: cashier.email, password: PASSWORD })
      return visitor
    }
    const [here, alsoHere, elsewhere] = [await signIn(isp), await signIn(isp), await signIn(other)]
    assert.equal((await here.get('/dashboard')).status, 200)

    await act(owner, `/${cashier.id}/remove`)
    for (const browser of [here, alsoHere]) {
      assert.equal((await browser.get('/dashboard')).headers.location, '/login')
    }
    assert.equal((await elsewhere.get('/dashboard')).status, 200)
    await Membership.create({ accountId: cashier.id, tenantId: isp.tenant.id, role: 'cashier' })
    assert.equal(
      (await here.get('/dashboard')).headers.location,
      '/login',
      'hired again, the old session stays dead'
    )
  })

  test('the last owner is neither demoted nor removed, and does not leave', async ({ assert }) => {
    const alone = await openIsp({ packages: false, gateways: false })
    const visitor = await operatorOf(alone)
    const acts: [string, Record<string, string>][] = [
      [`/${alone.account.id}/role`, { role: 'manager' }],
      [`/${alone.account.id}/remove`, {}],
      ['/leave', {}],
    ]
    for (const [path, fields] of acts) {
      const page = await visitor.follow(await act(visitor, path, fields))
      assert.include(noticeOf(page), 'Somebody has to own', path)
    }
    assert.deepEqual(await rolesOf(alone), ['owner'])
  })

  test('two owners who demote each other at once leave one', async ({ assert }) => {
    const two = await openIsp({ packages: false, gateways: false })
    const partner = await employ(two, 'owner')
    const first = await operatorOf(two)
    const second = await operatorOf({ ...two, account: partner })
    await Promise.all([
      act(first, `/${partner.id}/role`, { role: 'support' }),
      act(second, `/${two.account.id}/role`, { role: 'support' }),
    ])
    const owners = (await rolesOf(two)).filter((role) => role === 'owner')
    assert.lengthOf(owners, 1)
  })

  test('handed over, the company has another owner, and the old one is a manager, and told', async ({
    assert,
    cleanup,
  }) => {
    const mailbox = await Mailbox.open()
    cleanup(() => mailbox.close())
    const own = await openIsp({ packages: false, gateways: false })
    const heir = await employ(own, 'cashier')
    const visitor = await operatorOf(own)
    const page = await visitor.follow(await act(visitor, `/${heir.id}/transfer`, proof))
    assert.include(noticeOf(page), 'is the owner now')
    assert.deepEqual(await rolesOf(own), ['manager', 'owner'])
    assert.equal((await act(visitor, `/${heir.id}/remove`)).status, 403)
    assert.include(
      text((await visitor.get('/dashboard/logs?tab=activity')).body),
      'Handed the company over'
    )
    const { text: said } = await mailbox.letter(own.account.email, own.tenant.name)
    assert.include(said, heir.name)
  })

  test('without the password nobody is made owner, neither instead of oneself nor beside', async ({
    assert,
  }) => {
    const own = await openIsp({ packages: false, gateways: false })
    const heir = await employ(own, 'cashier')
    const visitor = await operatorOf(own)
    for (const path of ['transfer', 'role']) {
      for (const password of ['', 'not it']) {
        const fields = { role: 'owner', password, _form: `${path}-${heir.id}` }
        await act(visitor, `/${heir.id}/${path}`, fields)
        assert.deepEqual(await rolesOf(own), ['owner', 'cashier'], `${path} ${password}`)
      }
    }
    const refused = await visitor.submit(
      STAFF,
      { password: 'not it' },
      `${STAFF}/${heir.id}/transfer`
    )
    assert.isNotEmpty(errorAt(refused, 'password'))
    await act(visitor, `/${heir.id}/role`, { role: 'owner', ...proof })
    assert.deepEqual(await rolesOf(own), ['owner', 'owner'])
  })

  test('anybody may leave', async ({ assert }) => {
    const support = await operatorOf(isp, 'support')
    const gone = await act(support, '/leave')
    assert.match(gone.headers.location ?? '', /\/choose$/)
    assert.equal((await support.get('/dashboard')).headers.location, '/login')
  })

  test('a {role} may not {path}')
    .with(
      (['manager', 'cashier', 'support'] as const).flatMap((role) =>
        ['role', 'transfer', 'remove'].map((path) => ({ role, path }))
      )
    )
    .run(async ({ assert }, { role, path }) => {
      const visitor = await people(role)
      const answer = await act(visitor, `/${isp.account.id}/${path}`, { role: 'support' })
      assert.equal(answer.status, 403)
    })

  test('somebody of another company is nobody’s staff here', async ({ assert }) => {
    const other = await openIsp({ packages: false, gateways: false })
    for (const path of ['role', 'transfer', 'remove']) {
      const fields = { role: 'support', ...proof }
      const answer = await act(owner, `/${other.account.id}/${path}`, fields)
      assert.equal(answer.status, 404, path)
    }
    assert.deepEqual(await rolesOf(other), ['owner'])
    assert.include(await rolesOf(isp), 'owner')
  })
})

const known = new Map<Role, Promise<Visitor>>()

function people(role: Role): Promise<Visitor> {
  const visitor = known.get(role) ?? operatorOf(isp, role)
  known.set(role, visitor)
  return visitor
}
