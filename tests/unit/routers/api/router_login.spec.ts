import { test } from '@japa/runner'
import {
  RouterConnectionLost,
  RouterFatal,
  RouterLoginRefused,
  RouterProtocolError,
  RouterTimeout,
} from '#routers/api/router_api_errors'
import { challengeResponse } from '#routers/api/router_login'
import { ScriptedRouter, type Asked } from './scripted_router.js'
import { withOneSession } from './one_session.js'

async function logInTo(script: (asked: Asked) => void, password = 'passTest') {
  const router = await ScriptedRouter.listen(script, { login: false })
  const target = { ...router.target, password, loginTimeoutMs: 200 }
  const outcome = await withOneSession(target, async () => 'in').catch((error: unknown) => error)
  await router.released()
  await router.close()
  return { outcome, asked: router.asked }
}

test.group('Router login', () => {
  test('RouterOS 6.43 and later: name and password at once', async ({ assert }) => {
    const { outcome, asked } = await logInTo(({ reply }) => reply(['!done']), 'সবুজ=1')
    assert.equal(outcome, 'in')
    assert.deepEqual(asked, [['/login', '=name=portico', '=password=সবুজ=1']])
  })

  test('a password of every printable character arrives as it is', async ({ assert }) => {
    const printable = Array.from({ length: 95 }, (_, n) => String.fromCodePoint(32 + n)).join('')
    const { outcome, asked } = await logInTo(({ reply }) => reply(['!done']), printable)
    assert.equal(outcome, 'in')
    assert.equal(asked[0]?.[2], `=password=${printable}`)
  })

  test('older RouterOS: answers the challenge', async ({ assert }) => {
    const { outcome, asked } = await logInTo(({ words, reply }) =>
      reply(
        words.some((word) => word.startsWith('=response=')) ? ['!done'] : ['!done', '=ret=abc123']
      )
    )
    assert.equal(outcome, 'in')
    assert.deepEqual(asked[1], [
      '/login',
      '=name=portico',
      '=response=0021277bff9ac7caf06aa608e46616d47f',
    ])
  })

  test('the challenge is answered over octets, not characters', ({ assert }) => {
    // printf '\0পাস\xab\xc1\x23' | md5sum
    assert.equal(challengeResponse('পাস', 'abc123'), '006b295a107a3fba4543c9c55ea63410af')
  })

  test('a refused user names what to check and not the password', async ({ assert }) => {
    const { outcome } = await logInTo(
      ({ reply }) => reply(['!trap', '=message=invalid user name or password (6)'], ['!done']),
      'hunter2secret'
    )
    assert.instanceOf(outcome, RouterLoginRefused)
    assert.include(outcome, { code: 'E_ROUTER_LOGIN_REFUSED', indeterminate: false })
    assert.match(String(outcome), /portico.*invalid user name or password \(6\).*Check the user/)
    assert.notInclude(String(outcome), 'hunter2secret')
  })

  test('a refused response to the challenge is a refused login', async ({ assert }) => {
    const { outcome } = await logInTo(({ words, reply }) =>
      words.some((word) => word.startsWith('=response='))
        ? reply(['!trap', '=message=cannot log in'], ['!done'])
        : reply(['!done', '=ret=abc123'])
    )
    assert.instanceOf(outcome, RouterLoginRefused)
  })

  test('a challenge that is not hexadecimal is a protocol error', async ({ assert }) => {
    const { outcome } = await logInTo(({ reply }) => reply(['!done', '=ret=xyz']))
    assert.instanceOf(outcome, RouterProtocolError)
  })

  test('a fatal reply carries its reason', async ({ assert }) => {
    const { outcome } = await logInTo(({ socket }) =>
      socket.end(Buffer.from('\x06!fatal\x11too many sessions\x00'))
    )
    assert.instanceOf(outcome, RouterFatal)
    assert.match(String(outcome), /too many sessions/)
    assert.propertyVal(outcome, 'indeterminate', false)
  })

  test('a router that accepts and says nothing times out, nothing in doubt', async ({ assert }) => {
    const { outcome } = await logInTo(() => {})
    assert.instanceOf(outcome, RouterTimeout)
    assert.include(outcome, { code: 'E_ROUTER_TIMEOUT', indeterminate: false })
    assert.match(String(outcome), /\/login within 200 ms/)
  })

  test('a router that hangs up names the allowed addresses', async ({ assert }) => {
    const { outcome } = await logInTo(({ socket }) => socket.end())
    assert.instanceOf(outcome, RouterConnectionLost)
    assert.match(String(outcome), /\/ip\/service allows/)
    assert.propertyVal(outcome, 'indeterminate', false)
  })

  test('{0} on the port is not taken for a router')
    .with<[string, string][]>([
      ['a web server', 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'.padEnd(200)],
      ['sentences without a reply word', '\x05hello\x00'],
      ['reserved octets', '\xff\xff\xff'],
    ])
    .run(async ({ assert }, [, banner]) => {
      const { outcome } = await logInTo(({ socket }) => socket.write(banner, 'latin1'))
      assert.instanceOf(outcome, RouterProtocolError)
      assert.match(String(outcome), /RouterOS API: check the port/)
    })
})
