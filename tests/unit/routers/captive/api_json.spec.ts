import { test } from '@japa/runner'
import { captiveApiJson, captiveApiLine } from '#routers/captive/captive_portal'

/** What the manual's conditions and variables come to, for one phone. */
function served(file: string, variables: Record<string, string>): unknown {
  const value = (name: string) => variables[name] ?? ''
  const text = file
    .replace(
      /\$\(if ([\w-]+)(?: (==|!=) '?([^)']*)'?)?\)([\s\S]*?)(?:\$\(else\)([\s\S]*?))?\$\(endif\)/g,
      (_, name: string, operator = '!=', wanted = '', then: string, otherwise = '') =>
        (operator === '==') === (value(name) === wanted) ? then : otherwise
    )
    .replace(/\$\(([\w-]+)\)/g, (_, name: string) => value(name))
  return JSON.parse(text)
}

const phone = {
  'identity-esc': 'Zone%20A',
  'mac-esc': '02%3A11%3A22%3A33%3A44%3A55',
  'ip-esc': '10.5.50.9',
  'link-login-only-esc': 'http%3A%2F%2F10.5.50.1%2Flogin',
}

test.group('api.json', () => {
  test('says the same in one line, where a router may not fetch', ({ assert }) => {
    const variables = { ...phone, 'logged-in': 'yes', 'session-timeout-secs': '60' }
    const line = captiveApiLine('tok-en')
    assert.notMatch(line, /[\n\r]/)
    assert.deepEqual(served(line, variables), served(captiveApiJson('tok-en'), variables))
  })

  test('a phone that is not logged in: captive, and the way to the portal', ({ assert }) => {
    const said = served(captiveApiJson('tok-en'), {
      ...phone,
      'logged-in': 'no',
      'session-timeout-secs': '0',
    })
    assert.containSubset(said, { 'captive': true, 'can-extend-session': true })
    assert.notProperty(said, 'seconds-remaining')
    assert.notProperty(said, 'bytes-remaining')
    assert.propertyVal(
      said,
      'user-portal-url',
      `${process.env.APP_URL}/h/tok-en?identity=Zone%20A&mac=02%3A11%3A22%3A33%3A44%3A55&ip=10.5.50.9&link-login-only=http%3A%2F%2F10.5.50.1%2Flogin`
    )
  })

  test('a phone that is: what remains', ({ assert }) => {
    const said = served(captiveApiJson('tok-en'), {
      ...phone,
      'logged-in': 'yes',
      'session-timeout-secs': '3475',
      'remain-bytes-total': '2147483648',
    })
    assert.containSubset(said, {
      'captive': false,
      'seconds-remaining': 3475,
      'bytes-remaining': 2147483648,
    })
  })
})
