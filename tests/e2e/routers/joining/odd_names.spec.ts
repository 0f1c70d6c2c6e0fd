import { test } from '@japa/runner'
import Router from '#routers/router'
import { codeSentTo } from '#tests/support/customer'
import { eventually } from '#tests/support/eventually'
import { anyMobile } from '#tests/support/guest'
import { openIsp, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'
import { PageVisitor } from '#tests/support/page_visitor'
import { chosen, garden, pasted, strangeRouter } from './joining_router.js'

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

      const phone = await virtual.addPhone()
      await phone.join()
      const redirect = await phone.browse()
      if (redirect.outcome !== 'portal') throw new Error(`Not redirected: ${redirect.outcome}`)
      const visitor = new PageVisitor()
      const mobile = anyMobile()
      const number = await visitor.get(redirect.url)
      const code = await visitor.submit(number, '/number', { mobile })
      await visitor.submit(code, '/code', { code: await codeSentTo(mobile) })
      await eventually('online on the Trial', () => phone.online)
    })
})
