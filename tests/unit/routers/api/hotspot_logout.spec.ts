import { test } from '@japa/runner'
import { hotspotLogout } from '#routers/api/hotspot_logout'
import { RouterTrap } from '#routers/api/router_api_errors'
import { ScriptedRouter } from './scripted_router.js'
import { specimenMac } from './specimen_mac.js'
import { withOneSession } from './one_session.js'

const mac = specimenMac('AA:BB:CC:00:00:01')

async function logout(ids: string[], removed: (id: string) => string[][]) {
  const router = await ScriptedRouter.listen(({ words: [command, id = ''], reply }) =>
    command?.endsWith('/print')
      ? reply(...ids.map((known) => ['!re', `=.id=${known}`]), ['!done'])
      : reply(...removed(id))
  )
  const result = await withOneSession(router.target, (session) =>
    hotspotLogout(session, mac)
  ).catch((error: unknown) => error)
  await router.close()
  return { result, asked: router.asked.slice(1) }
}

test.group('Hotspot logout', () => {
  test('ends every session of the device, found by MAC', async ({ assert }) => {
    const { result, asked } = await logout(['*A', '*B'], () => [['!done']])
    assert.equal(result, 2)
    assert.include(asked[0], '?mac-address=AA:BB:CC:00:00:01')
    assert.deepEqual(asked.slice(1), [
      ['/ip/hotspot/active/remove', '=.id=*A'],
      ['/ip/hotspot/active/remove', '=.id=*B'],
    ])
  })

  test('nothing to end is no error', async ({ assert }) => {
    const { result, asked } = await logout([], () => [['!done']])
    assert.equal(result, 0)
    assert.lengthOf(asked, 1)
  })

  test('a session that ended by itself meanwhile is no error', async ({ assert }) => {
    const { result } = await logout(['*A', '*B'], (id) =>
      id === '=.id=*A'
        ? [['!trap', '=category=0', '=message=no such item (4)'], ['!done']]
        : [['!done']]
    )
    assert.equal(result, 1)
  })

  test('a refusal for lack of rights is thrown', async ({ assert }) => {
    const { result } = await logout(['*A'], () => [
      ['!trap', '=message=not enough permissions (9)'],
      ['!done'],
    ])
    assert.instanceOf(result, RouterTrap)
  })
})
