import { test } from '@japa/runner'

import { providerBaseUrl, readCredentials } from '#core/http/provider'
import { InvalidCredentials, InvalidProviderUrl } from '#core/http/provider_errors'

const fields = [
  { key: 'user', label: 'User name', secret: false, required: true },
  { key: 'key', label: 'API key', secret: true, required: true },
  { key: 'sender', label: 'Sender', secret: false, required: false },
]

const address = { variable: 'X_BASE_URL', live: 'https://x.test', sandbox: 'https://s.x.test' }

function refusal(input: unknown): unknown {
  try {
    return readCredentials(fields, input)
  } catch (error) {
    return error
  }
}

test.group('Provider accounts', () => {
  test('are what the form asks for, trimmed, and nothing else', ({ assert }) => {
    assert.deepEqual(readCredentials(fields, { user: ' me ', key: 'k', sender: '', other: 'x' }), {
      user: 'me',
      key: 'k',
    })
  })

  test('may be lists of lines and choices, with something meant by an empty input', ({
    assert,
  }) => {
    const choices = [
      { value: 'form', label: 'Form' },
      { value: 'json', label: 'JSON' },
    ]
    const form = [
      { key: 'lines', label: 'Lines', secret: true, required: false, kind: 'multiline' as const },
      {
        key: 'style',
        label: 'Style',
        secret: false,
        required: true,
        kind: 'select' as const,
        choices,
        default: 'form',
      },
    ]
    const lines = 'A: 1\r\nB: 2'
    assert.deepEqual(readCredentials(form, { lines }), { lines, style: 'form' })
    assert.deepEqual(readCredentials(form, { style: 'json' }), { style: 'json' })
    assert.throws(() => readCredentials(form, { style: 'xml' }), /Style/)
    assert.throws(() => readCredentials(form, { lines: 'A: \u0000' }), /Lines/)
  })

  test('are refused when {name}, naming the fields and not their values')
    .with([
      { name: 'a field is missing', input: { user: 'me' }, keys: ['key'] },
      { name: 'a field is blank', input: { user: ' ', key: 'sekret' }, keys: ['user'] },
      { name: 'a field is no text', input: { user: 'me', key: { sekret: 1 } }, keys: ['key'] },
      { name: 'a field has a line end', input: { user: 'me', key: 'sekret\r\nx' }, keys: ['key'] },
      {
        name: 'a field is endless',
        input: { user: 'me', key: 'sekret'.repeat(999) },
        keys: ['key'],
      },
      { name: 'there is nothing', input: null, keys: ['user', 'key'] },
      { name: 'it is text', input: 'user', keys: ['user', 'key'] },
    ])
    .run(({ assert }, { input, keys }) => {
      const error = refusal(input)
      assert.instanceOf(error, InvalidCredentials)
      if (!(error instanceof InvalidCredentials)) return
      assert.deepEqual(error.keys, keys)
      assert.notInclude(error.message, 'sekret')
    })

  test('the base URL is {expected} for {environment} with {value}')
    .with([
      { environment: 'live', value: undefined, expected: 'https://x.test' },
      { environment: 'sandbox', value: '', expected: 'https://s.x.test' },
      { environment: 'live', value: 'http://127.0.0.1:99/v1/', expected: 'http://127.0.0.1:99/v1' },
      { environment: 'sandbox', value: ' http://h:1 ', expected: 'http://h:1' },
    ] as const)
    .run(({ assert }, { environment, value, expected }) => {
      assert.equal(providerBaseUrl(address, environment, { X_BASE_URL: value }), expected)
    })

  test('an address variable that holds {$self} is refused by name')
    .with(['localhost:1', 'ftp://x', 'http://x/?a=1', 'http://x/#a', 'http://me:pw@x/'])
    .run(({ assert }, value) => {
      const read = () => providerBaseUrl(address, 'live', { X_BASE_URL: value })
      assert.throws(read, /X_BASE_URL must be/)
      try {
        read()
      } catch (error) {
        assert.instanceOf(error, InvalidProviderUrl)
      }
    })
})
