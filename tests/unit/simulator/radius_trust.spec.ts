import { test } from '@japa/runner'
import { accept, bench, type Bench } from './bench_router.js'

test.group('Simulator | what the router believes of RADIUS', (group) => {
  let all: Bench
  group.each.setup(async () => {
    all = await bench()
    return () => all.stop()
  })

  test('an Access-Accept {state} Message-Authenticator is ignored')
    .with([{ state: 'none' as const }, { state: 'wrong' as const }])
    .run(async ({ assert }, { state }) => {
      const { phone, radius, router } = all
      radius.decide = () => ({ ...accept(), messageAuthenticator: state })
      await phone.join()
      assert.equal(phone.state, 'portal')
      const counters = router.radius.countersOf(router.menus.rows('/radius')[0]?.['.id'] ?? '')
      assert.isAtLeast(counters.badReplies, 3)
      assert.isAtLeast(counters.timeouts, 1)
    })

  test('a router told not to require Message-Authenticator accepts without', async ({ assert }) => {
    const { phone, radius, router } = all
    await router.configure('/radius set 0 require-message-auth=no')
    radius.decide = () => ({ ...accept(), messageAuthenticator: 'none' })
    await phone.join()
    assert.isTrue(phone.online)
  })

  test('a reply made with another secret is ignored', async ({ assert }) => {
    const { phone, radius } = all
    radius.decide = () => ({ ...accept(), secret: 'other' })
    await phone.join()
    assert.isFalse(phone.online)
  })

  test('a silent server is tried three times and again with the next traffic', async ({
    assert,
  }) => {
    const { phone, radius, router } = all
    radius.decide = () => undefined
    await phone.join()
    const authenticators = radius.accessRequests().map((one) => one.authenticator.toString('hex'))
    assert.lengthOf(
      authenticators,
      3 * new Set(authenticators).size,
      'each packet went out three times'
    )
    assert.equal(new Set(authenticators.slice(0, 3)).size, 1)
    assert.isTrue(
      router.log
        .entries()
        .some((entry) => entry.message.includes('RADIUS server is not responding'))
    )
    radius.decide = () => accept()
    assert.equal((await phone.browse()).outcome, 'page')
    assert.isTrue(phone.online)
  })

  test('the second /radius row is asked when the first is silent', async ({ assert }) => {
    const { phone, radius, router } = all
    await router.configure(`/radius set 0 authentication-port=9
/radius add service=hotspot address=127.0.0.1 secret="${radius.secret}" authentication-port=${radius.port} accounting-port=${radius.port} timeout=60ms`)
    radius.decide = () => accept()
    await phone.join()
    assert.isTrue(phone.online)
  })
})
