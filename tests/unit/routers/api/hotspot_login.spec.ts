import { test } from '@japa/runner'
import { hotspotLogin, type HotspotCredentials } from '#routers/api/hotspot_login'
import { RouterTimeout, RouterTrap } from '#routers/api/router_api_errors'
import { ScriptedRouter } from './scripted_router.js'
import { specimenMac } from './specimen_mac.js'
import { withOneSession } from './one_session.js'

const MAC = 'AA:BB:CC:00:00:01'
const mac = specimenMac(MAC)
const PHONE: HotspotCredentials = { mac, user: MAC, password: 's3cret', ip: '10.5.50.20' }

type Sentences = string[][]
const NONE: Sentences = [['!done']]
const HOST: Sentences = [['!re', '=.id=*1', '=address=10.5.50.20', '=authorized=false'], ['!done']]
const AUTHORIZED: Sentences = [
  ['!re', '=.id=*1', '=address=10.5.50.20', '=authorized=true'],
  ['!done'],
]
const ACTIVE: Sentences = [
  [
    '!re',
    '=.id=*A',
    `=user=${MAC}`,
    '=address=10.5.50.20',
    `=mac-address=${MAC}`,
    '=login-by=admin',
    '=uptime=1s',
    '=session-time-left=1d',
    '=bytes-in=4294967296',
    '=bytes-out=7',
  ],
  ['!done'],
]
const trap = (message: string, category?: number): Sentences => [
  ['!trap', ...(category === undefined ? [] : [`=category=${category}`]), `=message=${message}`],
  ['!done'],
]
const at = (address: string): Sentences => [['!re', '=.id=*2', `=address=${address}`], ['!done']]

interface Script {
  hosts?: Sentences[]
  actives?: Sentences[]
  logins?: (Sentences | 'silence')[]
}

/** Answers each menu from its own queue; a question more than foreseen gets no answer. */
async function login({ hosts = [HOST], actives = [], logins = [] }: Script, credentials = PHONE) {
  const answers: Record<string, (Sentences | 'silence')[]> = {
    '/ip/hotspot/host/print': [...hosts],
    '/ip/hotspot/active/print': [...actives],
    '/ip/hotspot/active/login': [...logins],
  }
  const router = await ScriptedRouter.listen(({ words, reply }) => {
    const answer = answers[words[0] ?? '']?.shift()
    if (answer !== undefined && answer !== 'silence') reply(...answer)
  })
  const target = { ...router.target, commandTimeoutMs: 200 }
  const result = await withOneSession(target, (session) =>
    hotspotLogin(session, credentials)
  ).catch((error: unknown) => error)
  await router.close()
  const left = Object.values(answers).flat().length
  return { result, left, logins: router.asked.filter(([command]) => command?.endsWith('/login')) }
}

test.group('Hotspot login', () => {
  test('looks the host up, logs it in and reads it back', async ({ assert }) => {
    const { result, logins, left } = await login({ actives: [ACTIVE], logins: [NONE] })
    assert.deepEqual(result, {
      outcome: 'logged_in',
      active: {
        id: '*A',
        user: MAC,
        address: '10.5.50.20',
        mac: MAC,
        loginBy: 'admin',
        uptime: '1s',
        sessionTimeLeft: '1d',
        octetsIn: 4294967296,
        octetsOut: 7,
      },
    })
    assert.deepEqual(logins.at(-1), [
      '/ip/hotspot/active/login',
      '=ip=10.5.50.20',
      `=mac-address=${MAC}`,
      `=user=${MAC}`,
      '=password=s3cret',
    ])
    assert.equal(left, 0)
  })

  test('a host that is authorised is left alone', async ({ assert }) => {
    const { result, logins } = await login({ hosts: [AUTHORIZED], actives: [ACTIVE] })
    assert.propertyVal(result, 'outcome', 'already_active')
    assert.lengthOf(logins, 1, 'the API login alone')
  })

  test('a host that only seems authorised is logged in', async ({ assert }) => {
    const { result } = await login({
      hosts: [AUTHORIZED],
      actives: [NONE, ACTIVE],
      logins: [NONE],
    })
    assert.propertyVal(result, 'outcome', 'logged_in')
  })

  test('a MAC the router does not see is not tried', async ({ assert }) => {
    const { result, logins } = await login({ hosts: [NONE] })
    assert.propertyVal(result, 'outcome', 'host_unknown')
    assert.lengthOf(logins, 1)
  })

  test('an address the router gave to another is not believed over its own', async ({ assert }) => {
    const { logins } = await login({
      hosts: [at('10.5.50.77')],
      actives: [ACTIVE],
      logins: [NONE],
    })
    assert.include(logins.at(-1), '=ip=10.5.50.77')
  })

  test('of several addresses the one the portal saw is taken', async ({ assert }) => {
    const both: Sentences = [['!re', '=address=10.5.50.9'], ...HOST]
    const { logins } = await login({ hosts: [both], actives: [ACTIVE], logins: [NONE] })
    assert.include(logins.at(-1), '=ip=10.5.50.20')
  })

  test('{$self}: the host is read again and tried once at its new address')
    .with(['unknown host IP 10.5.50.20', 'wrong MAC provided'])
    .run(async ({ assert }, words) => {
      const { result, logins, left } = await login({
        hosts: [HOST, at('10.5.50.99')],
        logins: [trap(words), NONE],
        actives: [ACTIVE],
      })
      assert.propertyVal(result, 'outcome', 'logged_in')
      assert.include(logins.at(-1), '=ip=10.5.50.99')
      assert.equal(left, 0)
    })

  test('unknown at the new address too: given up', async ({ assert }) => {
    const { result, logins } = await login({
      hosts: [HOST, at('10.5.50.99')],
      logins: [trap('unknown host IP 10.5.50.20'), trap('unknown host IP 10.5.50.99')],
    })
    assert.deepEqual(result, { outcome: 'host_unknown', reason: 'unknown host IP 10.5.50.99' })
    assert.lengthOf(logins, 3)
  })

  test('unknown, and seen nowhere else: not tried again', async ({ assert }) => {
    const { result, logins } = await login({
      hosts: [HOST, HOST],
      logins: [trap('unknown host IP 10.5.50.20')],
    })
    assert.propertyVal(result, 'outcome', 'host_unknown')
    assert.lengthOf(logins, 2)
  })

  test('a host behind one-to-one NAT is tried at its translated address', async ({ assert }) => {
    const natted: Sentences = [['!re', '=address=192.168.7.2', '=to-address=10.5.50.33'], ['!done']]
    const { logins } = await login({
      hosts: [natted, natted],
      logins: [trap('unknown host IP 192.168.7.2'), NONE],
      actives: [ACTIVE],
    })
    assert.include(logins.at(-1), '=ip=10.5.50.33')
  })

  test('"{0}" is {1}')
    .with<[string, string][]>([
      ['invalid username or password', 'rejected'],
      ['আপনার ডেটা শেষ', 'rejected'],
      ['user x has reached traffic limit', 'rejected'],
      ['invalid username (x): this MAC address is not yours', 'rejected'],
      ['RADIUS server is not responding', 'radius_silent'],
      ['already authorizing, retry later', 'busy'],
      ['no more sessions are allowed for user x', 'busy'],
      ['hotspot service is shutting down', 'busy'],
    ])
    .run(async ({ assert }, [reason, outcome]) => {
      const { result } = await login({ logins: [trap(reason)] })
      assert.deepEqual(result, { outcome, reason })
    })

  test('logged in by MAC authentication meanwhile: already active', async ({ assert }) => {
    const { result } = await login({
      logins: [trap('IP 10.5.50.20 is already logged in')],
      actives: [ACTIVE],
    })
    assert.propertyVal(result, 'outcome', 'already_active')
  })

  test('a login taken without a session to show is not called a success', async ({ assert }) => {
    const { result } = await login({ logins: [NONE], actives: [NONE] })
    assert.propertyVal(result, 'outcome', 'busy')
  })

  test('"{0}" is not the customer\'s doing and is thrown')
    .with<[string, number | undefined][]>([
      ['not enough permissions (9)', undefined],
      ['invalid value for argument ip', 1],
      ['no such command', 0],
      ['something about the argument', 1],
    ])
    .run(async ({ assert }, [message, category]) => {
      const { result } = await login({ logins: [trap(message, category)] })
      assert.instanceOf(result, RouterTrap)
      assert.propertyVal(result, 'text', message)
    })

  test('no answer to the login is unknown, not refused', async ({ assert }) => {
    const { result } = await login({ logins: ['silence'] })
    assert.instanceOf(result, RouterTimeout)
    assert.propertyVal(result, 'indeterminate', true)
    assert.notInclude(String(result), 's3cret')
  })
})
