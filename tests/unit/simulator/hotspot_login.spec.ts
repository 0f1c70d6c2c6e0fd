import { test } from '@japa/runner'
import { chapResponse } from '../../simulator/radius/passwords.js'
import { accept, bench, PORTAL, reject, type Bench } from './bench_router.js'
import { integer, revealPassword, text } from './radius_responder.js'
import { RawApiClient } from './raw_api_client.js'

test.group('Simulator | hotspot login', (group) => {
  let all: Bench
  group.each.setup(async () => {
    all = await bench()
    return () => all.stop()
  })

  const unescape = (text: string) =>
    Buffer.from(
      [...text.matchAll(/\\(\d{3})/g)].map(([, octal]) => Number.parseInt(octal ?? '', 8))
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
    assert.equal(revealPassword(request!, radius.secret), phone.mac)
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
    const requests = radius.accessRequests()
    assert.isTrue(
      requests.slice(0, 3).every((one) => one.authenticator.equals(requests[0]!.authenticator))
    )
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

  test('active/login puts the phone online, with a queue of its rate', async ({ assert }) => {
    const { phone, radius, router } = all
    await phone.join()
    radius.decide = () => accept({ rate: '5M/10M', seconds: 3600, total: 0, gigawords: 2 })
    const client = await RawApiClient.connect(router.address)
    await client.login('portico', 'secret')
    const words = [
      `=ip=${phone.address}`,
      `=mac-address=${phone.mac}`,
      `=user=${phone.mac}`,
      `=password=${phone.mac}`,
    ]
    assert.equal((await client.talk('/ip/hotspot/active/login', ...words))[0]?.kind, '!done')
    assert.isTrue(phone.online)
    const [active] = await client.talk('/ip/hotspot/active/print', `?mac-address=${phone.mac}`)
    assert.deepInclude(active?.values, {
      'user': phone.mac,
      'limit-bytes-total': '8589934592',
      'radius': 'true',
    })
    assert.notProperty(active?.values, 'rate-limit')
    const [queue] = await client.talk('/queue/simple/print', `?target=${phone.address}/32`)
    assert.equal(queue?.values['max-limit'], '5000000/10000000')
    const [host] = await client.talk('/ip/hotspot/host/print', `?mac-address=${phone.mac}`)
    assert.equal(host?.values['authorized'], 'true')
    await client.talk('/ip/hotspot/active/remove', `=.id=${active?.values['.id'] ?? ''}`)
    assert.isFalse(phone.online)
    client.close()
  })

  test('active/login refuses in the words public clients have seen', async ({ assert }) => {
    const { phone, radius, router } = all
    await phone.join()
    const client = await RawApiClient.connect(router.address)
    await client.login('portico', 'secret')
    const attempt = async (...words: string[]) =>
      (await client.talk('/ip/hotspot/active/login', ...words))[0]?.values['message']
    const user = [`=user=${phone.mac}`, '=password=x']
    const mac = `=mac-address=${phone.mac}`
    assert.equal(await attempt('=ip=10.5.50.99', mac, ...user), 'unknown host IP 10.5.50.99')
    assert.equal(await attempt('=ip=here', mac, ...user), 'invalid value for argument ip')
    const ip = `=ip=${phone.address}`
    assert.equal(await attempt(ip, ...user), 'invalid value of mac-address, mac address required')
    assert.equal(await attempt(ip, '=mac-address=AA:BB:CC:00:00:01', ...user), 'wrong MAC provided')
    assert.equal(await attempt(ip, mac, ...user), 'invalid username or password')
    radius.decide = () => undefined
    const [first, second] = await Promise.all([
      attempt(ip, mac, ...user),
      apiLogin(router.address, ip, mac, ...user),
    ])
    assert.sameMembers(
      [first, second],
      ['RADIUS server is not responding', 'already authorizing, retry later']
    )
    client.close()
  })

  async function apiLogin(address: string, ...words: string[]) {
    const client = await RawApiClient.connect(address)
    await client.login('portico', 'secret')
    const [reply] = await client.talk('/ip/hotspot/active/login', ...words)
    client.close()
    return reply?.values['message']
  }
})
