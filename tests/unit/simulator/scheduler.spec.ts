import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'

test.group('Simulator | scripts and scheduler', (group) => {
  let router: VirtualRouter
  group.each.setup(async () => {
    router = await VirtualRouter.start({ address: freshAddress() })
    return () => router.stop()
  })
  const say = async (lines: string) => (await router.configure(lines)).at(-1)?.output ?? ''

  test('scripts run as a whole and the scheduler runs them when due', async ({ assert }) => {
    await say('/system script add name=hello source={ :log info "ran" }')
    await say('/system scheduler add name=often interval=1m on-event=hello')
    await say('/system script run hello')
    await router.clock.advance(61)
    const logged = router.log.entries().filter((one) => one.message === 'ran')
    assert.lengthOf(logged, 2)
    assert.equal(await say(':put [/system scheduler get often run-count]'), '1')
    await say('/system script add name=broken source=":log info first; /no such"')
    assert.include(await say('/system script run broken'), 'bad command name no')
    assert.lengthOf(
      router.log.entries().filter((one) => one.message === 'first'),
      0
    )
  })

  test('a script does no more than its policies', async ({ assert }) => {
    await say(
      '/system script add name=poor policy=read,write source="/tool fetch url=http://127.0.0.1:1/"'
    )
    assert.equal(await say('/system script run poor'), 'not enough permissions (9)')
    await say(
      '/system scheduler add name=job interval=1m policy=read on-event="/system identity set name=Taken"'
    )
    await router.clock.advance(61)
    assert.equal(router.identity, 'MikroTik')
    const logged = router.log.entries().map((one) => one.message)
    assert.include(logged, '(scheduler:job) not enough permissions (9)')
  })
})
