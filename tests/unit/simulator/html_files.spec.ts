import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { freshAddress } from './radius_responder.js'

test.group('Simulator | the hotspot’s own pages', () => {
  test('{version}: a new profile gets them, and reset-html puts them back')
    .with([{ version: '7.20.4' }, { version: '6.49.18' }])
    .run(async ({ assert, cleanup }, { version }) => {
      const router = await VirtualRouter.start({ address: freshAddress(), version })
      cleanup(() => router.stop())
      const contents = (name: string) =>
        router.menus.rows('/file').find((row) => row['name'] === name)?.['contents']
      assert.isUndefined(contents('own/login.html'))

      await router.configure('/ip hotspot profile add name=own html-directory=own')
      const stock = contents('own/login.html')
      assert.include(stock, '$(link-login-only)')
      for (const name of ['alogin', 'status', 'logout', 'redirect', 'rlogin']) {
        assert.isDefined(contents(`own/${name}.html`), name)
      }

      await router.configure('/ip hotspot set [find] profile=own')
      await router.configure('/file set [find name="own/login.html"] contents="mine"')
      await router.configure('/ip hotspot profile set own html-directory=own')
      assert.equal(contents('own/login.html'), 'mine', 'a page of one’s own stays')
      await router.configure('/ip hotspot reset-html numbers=[/ip hotspot find profile~"^other"]')
      assert.equal(contents('own/login.html'), 'mine', 'another server’s')
      await router.configure('/ip hotspot reset-html numbers=[/ip hotspot find profile~"^own"]')
      assert.equal(contents('own/login.html'), stock)
    })
})
