import { test } from '@japa/runner'
import { chapResponse } from '../../simulator/radius/passwords.js'
import { accept, bench, PORTAL, reject, type Bench } from './bench_router.js'
import { integer, revealPassword, text } from './radius_responder.js'

test.group('Simulator | hotspot login', (group) => {
  let all: Bench
  group.each.setup(async () => {
    all = await bench()
    return () => all.stop()
  })

  const unescape = (escaped: string) =>
    Buffer.from(
      [...escaped.matchAll(/\\(\d{3})/g)].map(([, octal]) => Number.parseInt(octal ?? '', 8))
    )

  test('a phone that joins is asked for by its MAC, as a real hotspot asks', async ({ assert }) => {
    const { radius, router, phone } = all
    radius.decide = () => accept({ rate: '5M/10M' })
    await phone.join()
    const [request] = radius.accessRequests()
    assert.isTrue(phone.online)
    assert.equal(request?.from, router.address)
    assert.equal(radius.unsigned, 0, 'every Access-Request carries a valid Message-Authenticator')
    assert.equal(text(request, 1), phone.mac)
    assert.equal(revealPassword(request, radius.secret), phone.mac)
    assert.equal(text(request, 31), phone.mac)
    assert.equal(text(request, 30), 'hotspot1')
    assert.equal(text(request, 32), 'GreenNet')
    assert.equal(text(request, 87), 'bridge-hotspot')
    assert.equal(integer(request, 61), 19)
    assert.equal(integer(request, 6), 1)
    assert.equal(request?.attributes.get('8')?.join('.'), phone.address)
    assert.equal(request?.attributes.get('26.14988.10')?.join('.'), phone.address)
    assert.equal(request?.attributes.get('4')?.join('.'), router.address)
    assert.equal(integer(request, 5)?.toString(16), text(request, 44))
  })

  test('a refused phone is sent to the portal with all the portal needs', async ({ assert }) => {
    const { phone, link } = all
    await phone.join()
    const seen = await phone.browse('http://example.com/news?id=1')
    const url = new URL(seen.url)
    assert.equal(seen.outcome, 'portal')
    assert.equal(`${url.origin}${url.pathname}`, PORTAL)
    assert.deepInclude(Object.fromEntries(url.searchParams), {
      mac: phone.mac,
      ip: phone.address,
      identity: 'GreenNet',
      login: link,
      orig: 'http://example.com/news?id=1',
    })
    assert.equal(phone.state, 'portal')
  })

  test('a refusal stands while the host does; a phone that comes back is asked for again', async ({
    assert,
  }) => {
    const { phone, radius, router } = all
    await phone.join()
    await phone.browse()
    await phone.transfer({ down: 10n })
    assert.lengthOf(radius.accessRequests(), 1)
    phone.leave()
    await router.clock.advance(6 * 60)
    assert.isEmpty(router.menus.rows('/ip/hotspot/host'))
    radius.decide = () => accept()
    await phone.join()
    assert.isTrue(phone.online)
  })

  test('without mac in login-by nobody is asked for by MAC', async ({ assert }) => {
    const { phone, radius, router } = all
    await router.configure('/ip hotspot profile set [find] login-by=http-pap')
    radius.decide = () => accept()
    await phone.join()
    assert.isEmpty(radius.accessRequests())
    assert.equal(phone.state, 'portal')
  })

  test('the portal page posts to link-login-only and the phone is online', async ({ assert }) => {
    const { phone, radius, link } = all
    await phone.join()
    radius.decide = () => accept()
    const dst = 'http://internet.test/welcome'
    const result = await phone.submitLogin({
      linkLoginOnly: link,
      username: phone.mac,
      password: phone.mac,
      dst,
    })
    assert.isTrue(result.online)
    assert.equal(result.next, dst)
    const seen = await phone.browse()
    assert.equal(seen.outcome, 'page')
    assert.include(seen.body, 'You are online')
  })

  test('a wrong password comes back to the portal with the server’s own words', async ({
    assert,
  }) => {
    const { phone, radius, link } = all
    await phone.join()
    radius.decide = () => reject('Your data is used up')
    const result = await phone.submitLogin({
      linkLoginOnly: link,
      username: phone.mac,
      password: 'x',
    })
    assert.isFalse(result.online)
    assert.equal(new URL(result.next ?? '').searchParams.get('err'), 'Your data is used up')
    radius.decide = () => reject()
    const again = await phone.submitLogin({
      linkLoginOnly: link,
      username: phone.mac,
      password: 'x',
    })
    assert.equal(new URL(again.next ?? '').searchParams.get('err'), 'invalid username or password')
  })

  test('somebody else’s MAC as username is refused without asking RADIUS', async ({ assert }) => {
    const { phone, radius, link } = all
    await phone.join()
    const asked = radius.seen.length
    radius.decide = () => accept()
    const form = {
      linkLoginOnly: link,
      username: 'aa:bb:cc:00:00:01',
      password: 'AA:BB:CC:00:00:01',
    }
    const result = await phone.submitLogin(form)
    assert.isFalse(result.online)
    assert.include(
      new URL(result.next ?? '').searchParams.get('err'),
      'this MAC address is not yours'
    )
    assert.lengthOf(radius.seen, asked)
  })

  test('CHAP: the page’s challenge and response reach RADIUS', async ({ assert }) => {
    const { phone, radius, router, link } = all
    await router.configure(`/ip hotspot profile set [find] login-by=http-chap
/file set hotspot/login.html contents="id=\\$(chap-id) challenge=\\$(chap-challenge)."`)
    radius.decide = () => accept()
    await phone.join()
    const page = await phone.browse(link)
    const [, id, challenge] = /id=(\S+) challenge=(\S+)\./.exec(page.body) ?? []
    const response = chapResponse(unescape(id ?? '').readUInt8(0), 'pw', unescape(challenge ?? ''))
    const password = response.toString('hex')
    const result = await phone.submitLogin({ linkLoginOnly: link, username: 'bob', password })
    const request = radius.accessRequests().at(-1)
    assert.isTrue(result.online)
    assert.isTrue(request?.attributes.get('60')?.equals(unescape(challenge ?? '')))
    assert.isTrue(request?.attributes.get('3')?.subarray(1).equals(response))
    assert.isFalse(request?.attributes.has('2'))
  })

  test('a plain password is not taken where only CHAP is allowed', async ({ assert }) => {
    const { phone, radius, router, link } = all
    await router.configure('/ip hotspot profile set [find] login-by=http-chap')
    await phone.join()
    const result = await phone.submitLogin({ linkLoginOnly: link, username: 'bob', password: 'pw' })
    assert.include(
      new URL(result.next ?? '').searchParams.get('err'),
      'did not send challenge response'
    )
    assert.isEmpty(radius.accessRequests())
  })

  test('a local user is asked before RADIUS', async ({ assert }) => {
    const { phone, radius, router, link } = all
    await router.configure('/ip hotspot user add name=staff password=tea')
    await phone.join()
    const asked = radius.accessRequests().length
    const wrong = await phone.submitLogin({
      linkLoginOnly: link,
      username: 'staff',
      password: 'coffee',
    })
    const right = await phone.submitLogin({
      linkLoginOnly: link,
      username: 'staff',
      password: 'tea',
    })
    assert.deepEqual([wrong.online, right.online], [false, true])
    assert.lengthOf(radius.accessRequests(), asked)
  })

  test('one user on two phones: shared-users forbids it, Port-Limit allows it', async ({
    assert,
  }) => {
    const { phone, radius, router } = all
    const second = await router.addPhone()
    await phone.join()
    await second.join()
    const login = (one: typeof phone) =>
      one.submitLogin({
        linkLoginOnly: `http://${one.gateway.origin}/login`,
        username: 'bob',
        password: 'x',
      })
    radius.decide = () => accept()
    await login(phone)
    const refused = await login(second)
    assert.include(
      new URL(refused.next ?? '').searchParams.get('err'),
      'no more sessions are allowed'
    )
    radius.decide = () => accept({ ports: 2 })
    assert.isTrue((await login(second)).online)
  })

  test('a rate limit nobody can read keeps the phone out', async ({ assert }) => {
    const { phone, radius } = all
    radius.decide = () => accept({ rate: '10Mbit' })
    await phone.join()
    assert.isFalse(phone.online)
  })
})
