import { test } from '@japa/runner'
import { errorAt, formOf, text } from '#tests/support/forms'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf, type Visitor } from '#tests/support/operator'

const PAGE = '/dashboard/settings/portal'
const TEXTS = {
  welcome: 'Welcome to <GreenNet>',
  support_phone: '+880 9610-000000',
  terms: 'Be kind.\nShare nothing forbidden.',
}

let isp: Isp
let owner: Visitor

test.group('What the portal says', (group) => {
  group.setup(async () => {
    isp = await openIsp({ gateways: false })
    owner = await operatorOf(isp)
  })

  test('nothing of one’s own, before it is written; then all of it', async ({ assert }) => {
    const router = await registerRouter(isp)
    const { body: before } = await new Guest(isp, router).arrive()
    assert.notInclude(before, 'tel:')
    assert.notInclude(before, '<details')

    const page = await owner.submit(PAGE, TEXTS)
    assert.equal(formOf(page, PAGE).fields.welcome, TEXTS.welcome)
    const { body: after } = await new Guest(isp, router).arrive()
    assert.include(text(after), TEXTS.welcome)
    assert.include(after, 'href="tel:+8809610000000"')
    assert.include(text(after), 'Share nothing forbidden.')
  })

  test('refuses {field}')
    .with([
      { field: 'support_phone', value: 'call us' },
      { field: 'support_phone', value: '"><script>' },
      { field: 'welcome', value: 'x'.repeat(161) },
      { field: 'terms', value: 'x'.repeat(2001) },
    ])
    .run(async ({ assert }, { field, value }) => {
      assert.isNotEmpty(errorAt(await owner.submit(PAGE, { [field]: value }), field))
    })

  test('is changed by managers, and by nobody below', async ({ assert }) => {
    const support = await operatorOf(isp, 'support')
    assert.equal((await support.send(PAGE, { welcome: 'Mine' })).status, 403)
    const manager = await operatorOf(isp, 'manager')
    assert.equal((await manager.send(PAGE, { welcome: 'Welcome' })).status, 302)
  })
})
