import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { Browser } from 'playwright-core'
import { appUrl } from '#config/app'
import { parseMacAddress } from '#core/mac_address'
import RouterCommand from '#routers/commands/router_command'
import Router from '#routers/router'
import { hostOf } from '#tests/support/browser'
import { openChromium, Screen } from '#tests/support/chromium'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'

const WHY =
  'The router 127.78.0.9:8728 refused the API user "portico": invalid user name or password (6). ' +
  'Check the user and password kept here, and that the user may use the API (policy api).'

let chromium: Browser

/** Three that were given up, one that is done, one that waits. */
async function fill(isp: Isp, routerId: number): Promise<void> {
  const then = DateTime.utc().minus({ minutes: 20 })
  const states = ['dead', 'dead', 'dead', 'done', 'pending'] as const
  await isp.inside(async () => {
    for (const [n, state] of states.entries()) {
      const mac = parseMacAddress(`02:00:00:00:00:0${n}`)
      if (!mac) throw new Error('Not a MAC')
      await RouterCommand.create({
        routerId,
        kind: 'login',
        payload: { mac, ip: null, renew: false },
        dedupeKey: `login:${mac}`,
        state,
        attempts: n + 1,
        notBefore: state === 'pending' ? DateTime.utc().plus({ hours: 1 }) : then,
        deadlineAt: then.plus({ hours: 3 }),
        lastError: state === 'done' ? null : WHY,
        outcome: state === 'done' ? 'logged_in' : null,
        finishedAt: then,
      })
    }
  })
}

test.group('What the routers were told, on screen', (group) => {
  group.setup(async () => {
    chromium = await openChromium()
  })

  test('is seen, dismissed and filtered, and a new certificate is accepted, in {locale}')
    .with([
      { locale: 'en', dismiss: /^Dismiss$/, accept: 'Accept this certificate', known: 'Dismissed' },
      {
        locale: 'bn',
        dismiss: /^বাদ দিন$/,
        accept: 'এই সার্টিফিকেট গ্রহণ করুন',
        known: 'বাদ দেওয়া',
      },
    ])
    .run(async ({ assert, cleanup }, { locale, dismiss, accept, known }) => {
      const isp = await openIsp({ packages: false, gateways: false })
      const router = await registerRouter(isp)
      await fill(isp, router.id)
      const seen = 'c0ffee'.repeat(11).slice(0, 64)
      await isp.inside(() =>
        Router.query()
          .where('id', router.id)
          .update({
            name: 'Zone'.repeat(15),
            apiTls: true,
            apiCertificate: 'a'.repeat(64),
            apiCertificateSeen: seen,
          })
      )
      const home = `${appUrl.protocol}//${hostOf(isp.tenant)}`
      const screen = await Screen.atDesk(chromium, isp, { locale })
      cleanup(() => screen.context.close())
      await screen.visit(`${home}/dashboard`)
      if (locale === 'bn') await screen.press('বাংলা', 'link')

      await screen.visit(`${home}/dashboard/outbox`)
      assert.include(await screen.text(), WHY)
      await screen.press(dismiss)
      await screen.visit(`${home}/dashboard/outbox?state=dismissed`)
      assert.include(await screen.text(), known)

      await screen.visit(`${home}/dashboard/routers/${router.id}/edit`)
      await screen.visit(`${home}/dashboard/routers/${router.id}`)
      await screen.press(accept)
      const after = await isp.inside(() => Router.findOrFail(router.id))
      assert.equal(after.apiCertificate, seen)
      assert.deepEqual(screen.faults, [])
    })
})
