import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { parseMacAddress } from '#core/mac_address'
import RouterCommand, { type CommandState } from '#routers/commands/router_command'
import type Router from '#routers/router'
import { eventually } from '#tests/support/eventually'
import { noticeOf, text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const LIST = '/dashboard/outbox'
const WHY = 'The router 127.78.0.9:8728 refused the API user "portico". Check the user.'

let commands = 0

/** A command as the worker leaves it. */
function leave(
  isp: Isp,
  router: Router,
  { state = 'dead', n = ++commands }: { state?: CommandState; n?: number } = {}
): Promise<RouterCommand> {
  const mac = parseMacAddress(`02:00:00:00:00:${n.toString(16).padStart(2, '0')}`)
  if (!mac) throw new Error('Not a MAC')
  const then = DateTime.utc().minus({ hours: 1 })
  return isp.inside(() =>
    RouterCommand.create({
      routerId: router.id,
      kind: 'login',
      payload: { mac, ip: null, renew: false },
      dedupeKey: `login:${mac}:${++commands}`,
      state,
      attempts: 9,
      notBefore: then,
      deadlineAt: then.plus({ minutes: 10 }),
      lastError: WHY,
      outcome: state === 'dead' ? 'gave up' : null,
      finishedAt: then,
    })
  )
}

interface Scene {
  isp: Isp
  router: Router
  operator: Visitor
}

async function scene(role: 'owner' | 'support' = 'owner'): Promise<Scene> {
  const isp = await openIsp({ packages: false, gateways: false })
  return { isp, router: await registerRouter(isp), operator: await operatorOf(isp, role) }
}

const stateOf = async ({ isp }: Scene, { id }: RouterCommand) =>
  (await isp.inside(() => RouterCommand.findOrFail(id))).state

test.group('Outbox page', () => {
  test('says that nothing was sent while nothing was', async ({ assert }) => {
    const { operator } = await scene()
    const page = await operator.get(LIST)
    assert.equal(page.status, 200)
    assert.include(text(page.body), 'Nothing was sent yet')
  })

  test('shows what was given up: which router, why, how often tried', async ({ assert }) => {
    const here = await scene()
    const dead = await leave(here.isp, here.router)
    const page = text((await here.operator.get(LIST)).body)
    for (const seen of ['One command was given up', here.router.name, WHY, 'Given up']) {
      assert.include(page, seen)
    }
    assert.include(page, String(dead.subject))
    assert.match(page, /Log in .* 9 /)
  })

  test('is narrowed by router and by state', async ({ assert }) => {
    const here = await scene()
    const elsewhere = await registerRouter(here.isp)
    const [dead, done, other] = [
      await leave(here.isp, here.router),
      await leave(here.isp, here.router, { state: 'done' }),
      await leave(here.isp, elsewhere),
    ]
    const shown = async (query: string) => {
      const page = text((await here.operator.get(`${LIST}?${query}`)).body)
      return [dead, done, other].map(({ subject }) => page.includes(String(subject)))
    }
    assert.deepEqual(await shown(''), [true, true, true])
    assert.deepEqual(await shown(`router=${here.router.id}`), [true, true, false])
    assert.deepEqual(await shown(`router=${here.router.id}&state=dead`), [true, false, false])
    assert.deepEqual(await shown('kind=logout'), [false, false, false])
    assert.deepEqual(await shown('router=0x1&state=nonsense&page=-3'), [true, true, true])
  })

  test('one is tried again, with its time to run anew', async ({ assert }) => {
    const here = await scene()
    const dead = await leave(here.isp, here.router)
    const page = await here.operator.submit(LIST, {}, `${LIST}/${dead.id}/retry`)
    assert.include(noticeOf(page), 'One command is tried again')
    const tried = await eventually('a try', async () => {
      const command = await here.isp.inside(() => RouterCommand.findOrFail(dead.id))
      return command.attempts > 0 && command.lastError !== WHY ? command : null
    })
    assert.equal(tried.state, 'pending')
    assert.isAbove(tried.deadlineAt.toMillis(), Date.now())
    assert.match(tried.lastError ?? '', /refused; enable the API/)
  })

  test('one that a later command overtook stays as it is, and says so', async ({ assert }) => {
    const here = await scene()
    const old = await leave(here.isp, here.router, { n: 200 })
    await leave(here.isp, here.router, { n: 200, state: 'done' })
    const page = await here.operator.submit(LIST, {}, `${LIST}/${old.id}/retry`)
    assert.include(noticeOf(page), 'a later command about the same device took its place')
    assert.equal(await stateOf(here, old), 'dead')
  })

  test('one is dismissed, and no longer counted', async ({ assert }) => {
    const here = await scene()
    const dead = await leave(here.isp, here.router)
    const page = await here.operator.submit(LIST, {}, `${LIST}/${dead.id}/dismiss`)
    assert.include(noticeOf(page), 'One command is dismissed')
    assert.notInclude(text(page.body), 'was given up')
    assert.equal(await stateOf(here, dead), 'dismissed')
  })

  test('all of one router are dismissed, and those of others stay', async ({ assert }) => {
    const here = await scene()
    const elsewhere = await registerRouter(here.isp)
    const mine = [await leave(here.isp, here.router), await leave(here.isp, here.router)]
    const other = await leave(here.isp, elsewhere)
    await here.operator.submit(`${LIST}?router=${here.router.id}`, {}, `${LIST}/dismiss`)
    assert.deepEqual(await Promise.all(mine.map((one) => stateOf(here, one))), [
      'dismissed',
      'dismissed',
    ])
    assert.equal(await stateOf(here, other), 'dead')
  })

  test('what is done is neither retried nor dismissed', async ({ assert }) => {
    const here = await scene()
    const [dead, done] = [
      await leave(here.isp, here.router),
      await leave(here.isp, here.router, { state: 'done' }),
    ]
    for (const act of ['retry', 'dismiss']) {
      const form = `${LIST}/${dead.id}/${act}`
      const { body } = await here.operator.get(LIST)
      assert.include(body, form)
      assert.notInclude(body, `${LIST}/${done.id}/${act}`)
    }
  })

  test('support looks, and changes nothing', async ({ assert }) => {
    const here = await scene('support')
    await leave(here.isp, here.router)
    const { body } = await here.operator.get(LIST)
    assert.include(text(body), WHY)
    assert.notInclude(body, '/retry')
    assert.notInclude(body, '/dismiss')
  })
})
