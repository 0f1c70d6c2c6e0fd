import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { parseMacAddress } from '#core/mac_address'
import Activation from '#hotspot/activation/activation'
import { sessionsQuery } from '#radius/sessions_query'
import { Tenancy } from '#tenancy/tenancy'
import { eventually } from '#tests/support/eventually'
import { connectRouter, openIsp } from '#tests/support/isp'
import { give, verifiedCustomer } from '#tests/support/verified_customer'

const MIB = 1024n ** 2n

test.group('Zones | A customer walks from one router to the next', () => {
  test('nothing is typed, the old session ends, and all of it is counted once', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp()
    const [a, b] = [await connectRouter(isp), await connectRouter(isp)]
    cleanup(() => Promise.all([a.virtual.stop(), b.virtual.stop()]).then(() => {}))
    const tenancy = await app.container.make(Tenancy)

    const phone = await a.virtual.addPhone()
    const mac = parseMacAddress(phone.mac)
    if (!mac) throw new Error('A phone without a MAC')
    await phone.join()
    const customer = await verifiedCustomer(isp, a, phone)
    const { id } = await give(isp, customer, 'Day Pass')
    await eventually('online at A', () => phone.online)
    await phone.transfer({ down: 300n * MIB })

    /** The same phone, the same SSID, so the same MAC, at the other router. */
    phone.leave()
    const walked = await b.virtual.addPhone({ mac })
    await walked.join()
    await eventually('online at B by its MAC alone', () => walked.online)
    await walked.transfer({ down: 200n * MIB })

    await a.virtual.clock.advance(600)
    await b.virtual.clock.advance(240)
    await Promise.all([a.virtual.settled(), b.virtual.settled()])
    const sessions = await eventually('A’s session is closed', async () => {
      const found = await isp.inside(() => sessionsQuery(tenancy, [mac], 10))
      return found.some((one) => one.router === a.router.address && one.stoppedAt) ? found : null
    })
    assert.lengthOf(sessions, 2)
    assert.lengthOf(
      sessions.filter(({ stoppedAt }) => stoppedAt === null),
      1
    )
    assert.equal(sessions.find(({ stoppedAt }) => !stoppedAt)?.router, b.router.address)

    const { octetsUsed } = await isp.inside(() => Activation.findOrFail(id))
    /** A phone says a little by itself, too. */
    assert.isTrue(octetsUsed >= 500n * MIB && octetsUsed < 501n * MIB, `${octetsUsed} octets`)
  })

  test('a phone that another SSID makes a stranger is sent to the portal', async ({
    assert,
    cleanup,
  }) => {
    const isp = await openIsp()
    const [a, b] = [await connectRouter(isp), await connectRouter(isp)]
    cleanup(() => Promise.all([a.virtual.stop(), b.virtual.stop()]).then(() => {}))
    const phone = await a.virtual.addPhone()
    await phone.join()
    await give(isp, await verifiedCustomer(isp, a, phone), 'Day Pass')
    await eventually('online at A', () => phone.online)

    /** A private address for each network, as phones have it. */
    phone.leave()
    const stranger = await b.virtual.addPhone()
    await stranger.join()
    const { outcome } = await stranger.browse()
    assert.equal(outcome, 'portal')
    assert.isFalse(stranger.online)
  })
})
