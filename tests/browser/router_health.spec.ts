import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import type { Browser } from 'playwright-core'
import { WatchRouter } from '#hotspot/router_watch/watch_router'
import { RouterReadings } from '#routers/health/router_readings'
import Router from '#routers/router'
import { appUrl } from '#config/app'
import { openChromium, Screen } from '#tests/support/chromium'
import { connectRouter, openIsp, registerRouter } from '#tests/support/isp'

let chromium: Browser

test.group('Router health, in a browser', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('an operator finds what is wrong, types it, and it is well', async ({ assert, cleanup }) => {
    const isp = await openIsp()
    const { router, virtual } = await connectRouter(isp)
    cleanup(() => virtual.stop())
    const gone = await registerRouter(isp)
    const watchRouter = await app.container.make(WatchRouter)
    const readings = await app.container.make(RouterReadings)
    const visited = await watchRouter.execute(isp.tenant, router.id)
    for (let step = 1; visited && step < 280; step += 1) {
      const checkedAt = DateTime.utc()
        .minus({ minutes: 5 * step })
        .toISO()
      if (step % 90 > 80 || !visited.reading) continue
      const sessions = Math.round(20 + 15 * Math.sin(step / 30))
      await readings.add(isp.tenant.id, router.id, {
        ...visited,
        checkedAt,
        reading: { ...visited.reading, sessions, cpuPercent: 10 + (step % 17) },
      })
    }
    for (let visit = 0; visit < 2; visit += 1) await watchRouter.execute(isp.tenant, gone.id)
    await isp.inside(() =>
      Router.query().whereIn('id', [router.id, gone.id]).update({ zone: 'Bazar', ssid: 'GreenNet' })
    )

    const desk = await Screen.atDesk(chromium, isp)
    cleanup(() => desk.context.close())
    const home = `${appUrl.protocol}//${isp.tenant.slug}.${appUrl.host}`
    await desk.visit(`${home}/dashboard`)
    assert.include(await desk.text(), `${gone.name} does not answer`)

    await virtual.configure('/ip hotspot profile set [find] login-by=http-pap')
    for (const page of ['health', 'zones', `${gone.id}/health`, `${gone.id}/trouble`]) {
      await desk.visit(`${home}/dashboard/routers/${page}`)
    }
    await desk.visit(`${home}/dashboard/settings/alerts`)
    await desk.visit(`${home}/dashboard/routers/${router.id}/health`)
    await desk.visit(`${home}/dashboard/routers/${router.id}/trouble`)
    await desk.press('Check now')
    assert.include(await desk.text(), 'MAC authentication is off')
    const [line = ''] = await desk.page.locator('#check-mac pre').allInnerTexts()
    await virtual.configure(line.split('\n').filter((each) => !each.endsWith('print')))
    await desk.press('Check now')
    assert.include(await desk.text(), 'nothing is wrong')

    assert.deepEqual(desk.faults, [])
  })
})
