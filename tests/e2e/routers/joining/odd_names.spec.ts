import { test } from '@japa/runner'
import Router from '#routers/router'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { chosen, garden, pasted, someoneGetsOnline, strangeRouter } from './joining_router.js'

const PRINTABLE = Array.from({ length: 94 }, (_, index) => String.fromCodePoint(0x21 + index))

let isp: Isp
let operator: Visitor

test.group('A router joins, whatever it is called and whatever its secret', (group) => {
  group.setup(async () => {
    isp = await openIsp()
    operator = await operatorOf(isp)
  })

  test('RouterOS {version}, {identity}')
    .with([
      { version: '7.20.4', identity: 'মিরপুর ১০', secret: PRINTABLE.slice(0, 47).join('') },
      { version: '7.20.4', identity: '東京 "1" \\ $x', secret: PRINTABLE.slice(47).join('') },
      { version: '6.49.18', identity: 'شقة ؟ [no]', secret: PRINTABLE.slice(0, 47).join('') },
      { version: '6.49.18', identity: 'a;b #c {d}? ', secret: PRINTABLE.slice(47).join('') },
    ])
    .run(async ({ assert, cleanup }, { version, identity, secret }) => {
      const { router, virtual } = await strangeRouter(isp, { version })
      cleanup(() => virtual.stop())
      const path = `/dashboard/routers/${router.id}`
      await operator.submit(`${path}/edit`, { identity, radius_secret: secret }, path)
      await pasted(virtual, (await chosen(operator, router, { hotspot: 'existing' })).line)

      const joined = await isp.inside(() => Router.findOrFail(router.id))
      assert.isNotNull(joined.joinedAt)
      assert.equal(virtual.identity, identity.trim())
      assert.equal(virtual.menus.rows('/radius')[0]?.['secret'], secret)
      await garden(isp, router)

      await someoneGetsOnline(virtual)
    })
})
