import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'

test.group('Simulator | device-mode', (group) => {
  let router: VirtualRouter
  group.each.setup(async () => {
    router = await VirtualRouter.start({ address: freshAddress(), deviceMode: { mode: 'home' } })
    return () => router.stop()
  })
  const say = async (line: string) => (await router.configure(line)).at(-1)?.output ?? ''

  test('a home router keeps its hotspot off and says why', async ({ assert }) => {
    assert.include(await say('/ip hotspot print'), ';;; inactivated, not allowed by device-mode')
    const phone = await router.addPhone()
    await assert.rejects(() => phone.join(), 'this router runs no hotspot')
  })

  test('the scheduler refuses every change', async ({ assert }) => {
    const words = await say('/system scheduler add name=x interval=1m on-event=":log info x"')
    assert.equal(words, 'failure: not allowed by device-mode')
    assert.equal(await say('/system scheduler print count-only'), '0')
  })

  test('a change waits for somebody on site, and a reboot is not enough', async ({ assert }) => {
    assert.include(await say('/system device-mode update hotspot=yes fetch=yes'), 'please activate')
    router.reboot()
    assert.equal(await say(':put [/system device-mode get hotspot]'), 'false')
    router.powerCycle()
    assert.equal(await say(':put [/system device-mode get hotspot]'), 'true')
    assert.equal(await say(':put [/system device-mode get scheduler]'), 'false')
    const phone = await router.addPhone()
    await phone.join()
    assert.equal(phone.state, 'portal')
  })

  test('five minutes too late it is forgotten, and three tries are all', async ({ assert }) => {
    await say('/system device-mode update hotspot=yes')
    await router.clock.advance(301)
    router.powerCycle()
    assert.equal(await say(':put [/system device-mode get hotspot]'), 'false')
    for (let attempt = 0; attempt < 3; attempt++)
      await say('/system device-mode update hotspot=yes')
    assert.include(
      await say('/system device-mode update hotspot=yes'),
      'too many unsuccessful attempts'
    )
  })

  test('naming a mode forgets single features', async ({ assert }) => {
    await say('/system device-mode update mode=home email=yes')
    router.powerCycle()
    await say('/system device-mode update mode=advanced')
    router.powerCycle()
    assert.equal(await say(':put [/system device-mode get mode]'), 'advanced')
    assert.equal(await say(':put [/system device-mode get container]'), 'false')
  })

  test('version 6 has no such menu and no such limits', async ({ assert }) => {
    const old = await VirtualRouter.start({
      address: freshAddress(),
      version: '6.49.18',
      deviceMode: { mode: 'home' },
    })
    const [reply] = await old.configure('/system device-mode print')
    assert.equal(reply?.output, 'bad command name device-mode (line 1 column 9)')
    const phone = await old.addPhone()
    await phone.join()
    assert.equal(phone.state, 'portal')
    await old.stop()
  })
})
