import { test } from '@japa/runner'
import { hostOf, visit } from '#tests/support/browser'
import { eventually } from '#tests/support/eventually'
import { connectRouter, openIsp } from '#tests/support/isp'
import { give, verifiedCustomer } from '#tests/support/verified_customer'

const GIB = 1024n ** 3n

test.group('Captive | A phone asks from joining to leaving', () => {
  test('captive, online with what is left, captive again', async ({ assert, cleanup }) => {
    const isp = await openIsp()
    const connected = await connectRouter(isp)
    const { router, virtual } = connected
    cleanup(() => virtual.stop())
    const phone = await virtual.addPhone()
    const ask = async (): Promise<Record<string, unknown>> => {
      const path = `/captive/${router.token}/api?mac=${encodeURIComponent(phone.mac)}`
      const said: unknown = JSON.parse((await visit(hostOf(isp.tenant), path)).body)
      return Object.fromEntries(Object.entries(said ?? {}))
    }

    await phone.join()
    assert.isTrue((await ask()).captive)

    await give(isp, await verifiedCustomer(isp, connected, phone), 'Day Pass')
    await eventually('online', () => phone.online)
    const online = await eventually('its session was reported', async () => {
      const said = await ask()
      return said.captive === false ? said : null
    })
    assert.approximately(Number(online['seconds-remaining']), 86_400, 60)
    assert.equal(online['bytes-remaining'], Number(2n * GIB))

    await phone.transfer({ down: 1n * GIB })
    await virtual.clock.advance(130)
    const left = await eventually('its usage was reported', async () => {
      const said = await ask()
      return Number(said['bytes-remaining']) < 1.5 * Number(GIB) ? said : null
    })
    assert.approximately(Number(left['bytes-remaining']), Number(GIB), 1024 ** 2)

    phone.leave()
    await virtual.clock.advance(600)
    await eventually('captive again', async () => (await ask()).captive === true)
  })
})
