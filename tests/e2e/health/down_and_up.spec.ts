import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { Clock, FrozenClock } from '#core/clock'
import { anyMobile } from '#tests/support/guest'
import { eventually } from '#tests/support/eventually'
import { world } from '#tests/support/world'
import { type, watch, watched } from '#tests/e2e/health/watched'

test.group('Health | A router goes and comes back', () => {
  test('its operator’s phone says so, once each way', async ({ assert, cleanup }) => {
    const here = await watched(cleanup)
    const mobile = anyMobile()
    const recipients = [{ channel: 'sms', to: mobile, kinds: ['down', 'drift'] }]
    await here.isp.tenant.merge({ settings: { alerts: { recipients } } }).save()
    const clock = new FrozenClock(DateTime.utc())
    app.container.swap(Clock, () => clock)
    cleanup(async () => app.container.restore(Clock))
    const visit = async (times: number) => {
      for (let one = 0; one < times; one += 1) {
        clock.advance(61)
        await watch(here)
      }
    }
    const texts = () =>
      world()
        .sms.control.messages(mobile)
        .map(({ text }) => text)

    await visit(2)
    here.virtual.faults.closeMidReply = true
    await visit(4)
    await eventually('told that it is down', () => texts().length === 1)
    assert.include(texts()[0], `${here.router.name} does not answer`)

    here.virtual.faults.closeMidReply = false
    await visit(4)
    await eventually('told that it is up', () => texts().length === 2)
    assert.isTrue(texts().some((text) => text.includes(`${here.router.name} answers again`)))

    await type(here, '/ip hotspot profile set [find] login-by=http-pap')
    await visit(3)
    await eventually('told of the change', () => texts().length === 3)
    assert.isTrue(texts().some((text) => text.includes(`the settings of ${here.router.name}`)))
  })
})
