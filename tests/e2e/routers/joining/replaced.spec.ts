import { test } from '@japa/runner'
import Router from '#routers/router'
import { noticeOf } from '#tests/support/forms'
import { openIsp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'
import { VirtualRouter } from '#tests/simulator/virtual_router'
import { chosen, pasted, someoneGetsOnline, strangeRouter } from './joining_router.js'

const EXISTING = { hotspot: 'existing' }

test.group('A router is replaced under the same name', (group) => {
  group.tap((one) => one.timeout(120_000))

  test('the new one joins at once and serves; the old one knows nothing that opens', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp()
    const operator = await operatorOf(isp)
    const { router, virtual: old } = await strangeRouter(isp)
    cleanup(() => old.stop())
    await pasted(old, (await chosen(operator, router, EXISTING)).line)
    await someoneGetsOnline(old)

    const path = `/dashboard/routers/${router.id}`
    await operator.submit(path, {}, `${path}/replace`)
    const checked = await operator.submit(path, {}, `${path}/check`)
    assert.match(noticeOf(checked), /refused|password/i, 'the old one has another password')
    await assert.rejects(() => someoneGetsOnline(old))
    await old.stop()

    const fresh = await VirtualRouter.start({ address: router.address, serial: 'HFRESH' })
    cleanup(() => fresh.stop())
    await pasted(fresh, (await chosen(operator, router, EXISTING)).line)
    const joined = await isp.inside(() => Router.findOrFail(router.id))
    assert.equal(joined.name, router.name)
    assert.equal(joined.serialNumber, 'HFRESH')
    assert.equal(fresh.identity, router.identity)
    await someoneGetsOnline(fresh)
  })
})
