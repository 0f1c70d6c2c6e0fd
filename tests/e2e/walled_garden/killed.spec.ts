import { once } from 'node:events'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import RouterCommand from '#routers/commands/router_command'
import Router from '#routers/router'
import { LookAtGarden } from '#hotspot/walled_garden/look_at_garden'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { ApiRelay } from '#tests/e2e/outbox/api_relay'
import { eventually } from '#tests/support/eventually'
import { connectRouter, openIsp } from '#tests/support/isp'
import { readyWorker } from '#tests/e2e/outbox/ready_worker'

const RELAY_PORT = 8731
const MENUS = [
  '/ip/firewall/address-list',
  '/ip/hotspot/walled-garden/ip',
  '/ip/hotspot/walled-garden',
]

test.group('Walled garden | a worker killed while it pushes', () => {
  test('{0}: the next one does the rest, and nothing twice')
    .with<[string, string, 'before' | 'after'][]>([
      ['before it has looked', '/ip/firewall/address-list/print', 'before'],
      ['before a list’s first row arrives', '/ip/firewall/address-list/add', 'before'],
      ['after a row arrived, before its answer', '/ip/hotspot/walled-garden/ip/add', 'after'],
      ['among the last rows', 'dst-host=code.jquery.com', 'after'],
    ])
    .run(async ({ assert, cleanup }, [, words, when]) => {
      const isp = await openIsp({ packages: false })
      const { router, virtual } = await connectRouter(isp)
      const relay = await ApiRelay.listen(router.address, RELAY_PORT)
      cleanup(async () => {
        await relay.close()
        await virtual.stop()
      })
      await isp.inside(() => Router.query().where('id', router.id).update({ apiPort: RELAY_PORT }))
      const { child: worker, begin } = await readyWorker(isp.tenant.id, router.id)
      const now = DateTime.utc()
      const { id } = await isp.inside(async () => {
        return RouterCommand.create({
          routerId: router.id,
          kind: 'walled_garden',
          payload: {},
          dedupeKey: `walled_garden:${now.toMillis()}`,
          notBefore: now,
          deadlineAt: now.plus({ minutes: 10 }),
        })
      })

      relay.passing = (from, octets) => {
        const fatal = from === 'us' && octets.toString('latin1').includes(words)
        if (worker.killed || !fatal) return 'pass'
        worker.kill('SIGKILL')
        return when === 'before' ? 'hold' : 'pass'
      }
      const exit = once(worker, 'exit')
      begin()
      const [, signal]: unknown[] = await exit
      assert.equal(signal, 'SIGKILL')
      relay.passing = () => 'pass'

      await isp.inside(() =>
        RouterCommand.query()
          .where('id', id)
          .update({ notBefore: now.minus({ seconds: 1 }).toJSDate() })
      )
      const jobs = await app.container.make(JobQueue)
      await jobs.send('router-commands', { tenantId: isp.tenant.id, routerId: router.id })
      await eventually('done by another', () =>
        isp.inside(async () => (await RouterCommand.findOrFail(id)).state === 'done')
      )

      const rows = MENUS.flatMap((menu) =>
        virtual.menus
          .rows(menu)
          .filter(({ comment }) => comment === 'hotspot_walled_garden')
          .map(({ '.id': _id, ...row }) => JSON.stringify([menu, row]))
      )
      assert.isAbove(rows.length, 8)
      assert.lengthOf(rows, new Set(rows).size)
      const look = await app.container.make(LookAtGarden)
      assert.deepEqual((await look.execute(isp.tenant, router.id)).steps, [])
    })
})
