import { test } from '@japa/runner'
import type { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { CloseSilentSessions } from '#radius/close_silent_sessions'
import type Tenant from '#tenancy/models/tenant'
import { createTenant } from '#tests/support/tenants'
import { NOW, tenancyOf } from './stage.js'

const ago = (minutes: number) => NOW.minus({ minutes })

interface Session {
  id: string
  start: DateTime
  update?: DateTime
  stop?: DateTime
}

async function add(tenant: Tenant, sessions: readonly Session[]): Promise<void> {
  const tenancy = await tenancyOf()
  await tenancy.run(tenant, (trx) =>
    trx.table('radacct').multiInsert(
      sessions.map(({ id, start, update, stop }) => ({
        acctsessionid: id,
        acctuniqueid: id,
        username: '02:AA:00:00:00:01',
        nasipaddress: '127.78.0.9',
        acctstarttime: start.toJSDate(),
        acctupdatetime: update?.toJSDate() ?? null,
        acctstoptime: stop?.toJSDate() ?? null,
        acctterminatecause: stop ? 'User-Request' : null,
      }))
    )
  )
}

async function stops(tenant: Tenant): Promise<Record<string, [number | undefined, string | null]>> {
  const tenancy = await tenancyOf()
  const rows: { acctsessionid: string; acctstoptime: Date | null; acctterminatecause: string }[] =
    await tenancy.run(tenant, (trx) => trx.from('radacct').orderBy('radacctid'))
  return Object.fromEntries(
    rows.map((row) => [row.acctsessionid, [row.acctstoptime?.getTime(), row.acctterminatecause]])
  )
}

test.group('Suspension | Silent sessions', () => {
  test('are closed at the time they were last heard of; the others are left', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    await add(tenant, [
      { id: 'silent', start: ago(120), update: ago(11) },
      { id: 'never heard of again', start: ago(30) },
      { id: 'ten minutes to the second', start: ago(60), update: ago(10) },
      { id: 'heard of just now', start: ago(600), update: ago(1) },
      { id: 'ended long ago', start: ago(600), update: ago(500), stop: ago(499) },
    ])
    const close = new CloseSilentSessions(await tenancyOf(), new FrozenClock(NOW))
    const again = await close.execute(tenant)

    const expected = {
      'silent': [ago(11).toMillis(), 'Lost-Service'],
      'never heard of again': [ago(30).toMillis(), 'Lost-Service'],
      'ten minutes to the second': [undefined, null],
      'heard of just now': [undefined, null],
      'ended long ago': [ago(499).toMillis(), 'User-Request'],
    }
    assert.deepEqual(await stops(tenant), expected)
    assert.equal(again?.toMillis(), NOW.plus({ minutes: 5 }).toMillis())

    await close.execute(tenant)
    assert.deepEqual(await stops(tenant), expected, 'closing again changes nothing')
  })

  test('nobody looks again where no session is open', async ({ assert }) => {
    const tenant = await createTenant()
    await add(tenant, [{ id: 'silent', start: ago(120), update: ago(60) }])
    const close = new CloseSilentSessions(await tenancyOf(), new FrozenClock(NOW))
    assert.isNull(await close.execute(tenant))
  })
})
