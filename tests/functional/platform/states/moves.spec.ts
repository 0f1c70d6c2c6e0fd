import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ChangeStatus } from '#platform/lifecycle/change_status'
import { MoveRefused } from '#platform/lifecycle/errors'
import TenantEvent from '#platform/lifecycle/tenant_event'
import { mayMove } from '#platform/lifecycle/moves'
import { TENANT_STATUSES } from '#tenancy/lifecycle/tenant_states'
import Tenant from '#tenancy/models/tenant'
import { AccountingRouter } from '#tests/e2e/radius_path/accounting_router'
import { isSwept, move, payingCustomer } from '#tests/functional/platform/states/stage'
import { asOwner } from '#tests/support/database'
import { Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter } from '#tests/support/isp'
import { createTenant } from '#tests/support/tenants'
import { CODE } from '#tests/simulator/radius/dictionary'

test.group('States | Moves', () => {
  test('from {from} a tenant goes where the table says and nowhere else')
    .with(TENANT_STATUSES.map((from) => ({ from })))
    .run(async ({ assert }, { from }) => {
      const { id } = await createTenant()
      for (const to of TENANT_STATUSES.filter((each) => each !== from)) {
        await asOwner('update platform.tenants set status = $1 where id = $2', [from, id])
        if (mayMove(from, to)) assert.equal((await move(id, to)).status, to)
        else await assert.rejects(() => move(id, to), MoveRefused)
      }
    })

  test('each is kept with its reason and who it was, and said twice it is one', async ({
    assert,
  }) => {
    const { tenant, account } = await openIsp({ packages: false, gateways: false })
    const change = await app.container.make(ChangeStatus)
    const late = { tenantId: tenant.id, to: 'past_due', reason: 'A card was refused' } as const
    await Promise.all(
      [1, 2, 3].map(() => change.execute({ ...late, by: { kind: 'billing', name: 'Stripe' } }))
    )
    await change.execute({
      tenantId: tenant.id,
      to: 'suspended',
      reason: 'SMS pumping',
      by: { kind: 'person', accountId: account.id, name: account.name },
    })

    const events = await TenantEvent.query().where('tenant_id', tenant.id).orderBy('id')
    assert.deepEqual(
      events.map(({ before, after, reason, actor, accountId }) => [
        before,
        after,
        reason,
        actor,
        accountId,
      ]),
      [
        ['trial', 'past_due', 'A card was refused', 'billing', null],
        ['past_due', 'suspended', 'SMS pumping', 'person', account.id],
      ]
    )
    await assert.rejects(() => TenantEvent.query().where('tenant_id', tenant.id).delete())
  })

  test('closed, RADIUS knows its routers no more; reopened, it answers those who paid', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp({ gateways: false })
    const payer = await payingCustomer(isp)
    const [before, after] = [await AccountingRouter.of(isp), await AccountingRouter.of(isp)]
    cleanup(() => Promise.all([before.close(), after.close()]).then(() => {}))

    await move(isp.tenant.id, 'closed')
    await assert.rejects(() => before.signIn(payer), /No answer/)
    assert.isFalse(await isSwept(isp.tenant))

    await move(isp.tenant.id, 'suspended')
    assert.equal((await after.signIn(payer)).code, CODE.accessAccept)
    assert.isTrue(await isSwept(isp.tenant))
  })

  test('reopened, a router whose address another ISP took meanwhile stays theirs', async ({
    assert,
  }) => {
    const [isp, other] = [
      await openIsp({ packages: false, gateways: false }),
      await openIsp({ packages: false, gateways: false }),
    ]
    const [lost, kept] = [await registerRouter(isp), await registerRouter(isp)]
    await move(isp.tenant.id, 'closed')
    const theirs = await registerRouter(other)
    await asOwner('update platform.radius_clients set address = $1 where tenant_id = $2', [
      lost.address,
      other.tenant.id,
    ])
    await move(isp.tenant.id, 'active')

    const clients = await asOwner<{ tenant_id: string; router_id: string }>(
      'select tenant_id, router_id from platform.radius_clients where tenant_id = any($1)',
      [[isp.tenant.id, other.tenant.id]]
    )
    assert.sameDeepMembers(
      clients.map((row) => [Number(row.tenant_id), Number(row.router_id)]),
      [
        [isp.tenant.id, kept.id],
        [other.tenant.id, theirs.id],
      ]
    )
  })

  test('suspended, a new number gets no Trial, and who has paid comes back on a new phone', async ({
    assert,
  }) => {
    const isp = await openIsp()
    const router = await registerRouter(isp)
    await move(isp.tenant.id, 'suspended')

    const stranger = new Guest(isp, router)
    await stranger.signIn()
    assert.isNull((await stranger.customer()).activationId)

    const payer = await payingCustomer(isp)
    const home = await new Guest(isp, router, payer).arrive()
    assert.equal(home.status, 200)
    assert.include(home.url, '/online')
    const bought = await new Guest(isp, router, payer).visitor.once(
      'POST',
      portalPage(home, '/buy'),
      { package_id: '1' }
    )
    assert.include(bought.location, '/packages', 'nothing is sold')
    assert.isTrue((await Tenant.findOrFail(isp.tenant.id)).isOpen)
  })
})
